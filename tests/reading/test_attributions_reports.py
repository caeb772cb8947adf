"""Reports as agencies, observatories and ministries write them: whose word each number is.

What is inserted between a speaker and the words, verbs of keeping count, papers, who is no speaker.
"""
# ruff: noqa: E501 - a sentence a line

import pytest
from attributing import speakers

ENGLISH = """
Syrian state television, meanwhile, said at least 3{Syrian state television} people were killed.
The ministry, for its part, said 12{ministry} soldiers died.
The army, however, said only 12{army} had died.
A watchdog reported on Thursday that 12{watchdog} people were killed.
The army killed 6{watchdog} children among dozens of people slain in an assault on two towns, a watchdog reported on Thursday.
Twelve people were killed and 40{Nahr Network} wounded, the Nahr Network reported Friday.
The Nahr Observatory for Human Rights monitoring group said Sunday 12{Nahr Observatory for Human Rights} people were killed.
The Nahr Observatory, a monitoring group, said Sunday that 12{Nahr Observatory} people were killed.
The Nahr Observatory has obtained the names of more than 1,800{Nahr Observatory} people who died in prison.
The Nahr Observatory has typically recorded around 5{Nahr Observatory} deaths a year.
The Nahr Observatory has seen video clips of 45{Nahr Observatory} of the cases.
The centre puts the number of dead at 16,014{centre}.
The Nahr Centre, run from abroad, puts the number of civilians killed at 16,014{Nahr Centre}.
At least 88{Nahr Observatory} people died in prison, a new Nahr Observatory report reveals.
Media sources are reporting 1,400{Media sources} dead.
The intelligence committee issued a report referring to at least 350{intelligence committee} deaths.
The ministry issued a statement saying 12{ministry} soldiers had died.
The ministry released figures showing that 12{ministry} soldiers had died.
Salim Haddad said he estimated 400{Salim Haddad} had died.
Salim Haddad said the number could reach 100,000{Salim Haddad}.
A total of 1,003{UN Assistance Mission} were killed and another 1,159{UN Assistance Mission} injured in May, according to casualty figures recorded by the UN Assistance Mission.
Some 40{Ministry of Health} died, according to figures released on Friday by the Ministry of Health.
At least 12{hospital official} people died, a hospital official who spoke on condition of anonymity said.
At least 12{hospital official} people died, said a hospital official who spoke on condition of anonymity.
At least 12{hospital official} people died, according to a hospital official, speaking on condition of anonymity.
At least 12{spokesman for the Nahr Brigade} people died, a spokesman for the Nahr Brigade said.
At least 12{Salim Haddad} people died, said Salim Haddad, a spokesman for the Nahr Brigade.
A spokesman for the Nahr Brigade said 12{spokesman for the Nahr Brigade} had died.
The death toll is expected to rise above 12{} according to the serious injuries.
Basra and Najaf also reported 12{} dead.
Aleppo province recorded 40{} deaths and Idlib recorded 12{} deaths.
Lebanon registered 40{} new cases.
Homs reported 40{} deaths in May.
Nearly 7 million people fled, adding to 40{} camps.
The wounded reported 12{} dead.
Another 100,000{Salim Haddad} may die this year, warns U.N.-Arab League envoy Salim Haddad.
U.N. officials said 12{U.N. officials} had died.
The U.N. said 12{U.N.} had died.
At least 5,120{Nadim Safwan} people have been killed, including 3,902{Nadim Safwan} civilians, while 1,004{Nadim Safwan} soldiers have died and 214{Nadim Safwan} deserters, said Nadim Safwan.
Some 40{Nahr Observatory} people died in Homs, while 12{Nahr Observatory} died in Hama, according to the Nahr Observatory.
The ministry said 40{ministry} people died, while 12{Nahr Observatory} were wounded, according to the Nahr Observatory.
Some 40{} people died in Homs; 12{Nahr Observatory} died in Hama, according to the Nahr Observatory.
The Observatory has 139,480{Observatory} on its list.
The Observatory has 139,480{Observatory} dead.
A rival centre stops at 97,215{rival centre}.
The low estimate, 340{police station}, comes from the police station.
The figure of 340{police station} comes from the police station.
The army has 40{} tanks in Homs.
The government has 40{} hospitals.
The hospital has 40{} beds.
The Nahr Observatory's Salim Haddad said 12{Salim Haddad} died.
The party made up 61% of the council and 12{} died.
The wounded said 12{wounded} people died.
The toll includes 12{} children, as shown by the latest analysis.
The MoH in Gaza has reported that another 4{MoH in Gaza} children have died of thirst, bringing to 10{MoH in Gaza} such deaths so far.
UNHCR registers an average of 1,500{} refugees daily through its centres.
Thousands of people moved, with 40{UN and aid partners} families in need, the UN and aid partners report.
Abu Raad watched as fresh graves were dug after 11{} people were killed in an air strike.
"It's a lie," said Abu Raad, as he watched fresh graves being dug after 11{} people were killed.
Whoever thinks of the dead cannot say if the number was 100,000{}.
New figures show that over 76,000{} people died last year.
On Friday, the Nahr Network published a report in which it documented 12{Nahr Network} deaths.
The Nahr Network's latest tally stands at 12,000{Nahr Network} dead.
A tally kept by the Nahr Network stands at 12,000{Nahr Network} dead.
Basra and Najaf also reported 12{} dead.
Aleppo province recorded 40{} deaths and Idlib recorded 12{} deaths.
Lebanon registered 40{} new cases.
Aleppo reported 40{} deaths in May.
Damascus said that 12{Damascus} soldiers had died.
The Observatory has 139,480{Observatory} on its list.
The Observatory has 139,480{Observatory}, of whom half are civilians.
The Nahr Centre has 139,480{Nahr Centre} dead.
The hospital has 40{} beds.
The committee has 40{} members.
A tally kept by the Nahr Network stands at 12,000{Nahr Network} dead.
The death toll stands at 12,000{}.
The MoH in Gaza has reported that another 4{MoH in Gaza} children have died of thirst, bringing to 10{MoH in Gaza} such deaths so far.
At least 35{MoH in Gaza} people were killed and 79{MoH in Gaza} were injured, according to MoH in Gaza.
The host governments estimate that a further 700,000{host governments} people live there.
The Institute for River Questions had just put them at 80,000{Institute for River Questions}.
Now the same Institute, in its Report 114 (June 2013), says that only 30,000{same Institute} answer to the command.
A nurse, in contrast, counted 60{nurse} dead.
The UN's special envoy to Syria Salim Haddad said the number could reach 100,000{Salim Haddad}.
Some 40{ministry} died, said the ministry, which is based in Hama.
At least 12{police} people died, police said.
UNHCR has registered 1,500{} refugees.
Only a few days ago the UN's special peace envoy to Syria Salim Haddad said the number could reach 100,000{Salim Haddad}.
"It's a lie," said Abu Raad, an elderly man in a scarf, as he watched fresh graves being dug after 11{} people were killed.
The military accused the rebels of an airstrike on a mosque, killing more than 75{military} people.
He was accused of killing 12{} people.
The minister stated: “I am appalled – more than 30,000{minister} people reportedly killed and over 70,000{minister} injured.”
"""

ARABIC = """
أعلنت وزارة الصحة، ارتفاع حصيلة الضحايا إلى 72{وزارة الصحة} شهيدا و171{وزارة الصحة} إصابة.
أعلنت وزارة الصحة، اليوم الأربعاء، مقتل 5{وزارة الصحة} أشخاص وإصابة 20{وزارة الصحة} آخرين.
وثقت شبكة النهر لحقوق الإنسان (غير حكومية)، مقتل 9{شبكة النهر لحقوق الإنسان} مدنيين.
وثقت شبكة النهر لحقوق الإنسان (غير حكومية) مقتل 9{شبكة النهر لحقوق الإنسان} مدنيين.
وافاد المرصد، من جهته، عن مقتل 15{المرصد} شخصا.
واوضح المرصد، ومقره في بريطانيا، أن 40{المرصد} شخصا قتلوا.
واوضح المرصد الذي يتخذ من بريطانيا مقرا له، أن 40{المرصد} شخصا قتلوا.
وقالت الشبكة، الإثنين، في بيانات موجزة: إن 4{الشبكة} مدنيين قتلوا.
وقالت الشبكة، الإثنين، في بيانات موجزة منفصلة نشرتها على موقعها الإلكتروني: إن 4{الشبكة} مدنيين قتلوا.
ووفقاً للأمم المتحدة فقد نزح 40{الأمم المتحدة} ألفا.
ووفقا لمرصد النهر فقد قتل 40{مرصد النهر} مدنيا.
وبحسب مرصد النهر فإن 40{مرصد النهر} مدنيا قتلوا.
قال ناشط طلب عدم كشف اسمه إن 12{ناشط} شخصا قتلوا.
قال مصدر طبي، طلب عدم الكشف عن اسمه، إن 12{مصدر طبي} شخصا قتلوا.
قتل 12{مصدر طبي} شخصا، بحسب مصدر طبي طلب عدم كشف اسمه.
قتل 40{المرصد} مدنيا، بينهم 12{المرصد} طفلا، بينما أصيب 30{المرصد} آخرون، بحسب المرصد.
قتل 40{} مدنيا؛ وأصيب 30{المرصد} آخرون، بحسب المرصد.
أعلنت الوزارة أن 40{الوزارة} شخصا قتلوا، فيما بلغ عدد الجرحى 906{الوزارة} منذ آذار.
وقالت الوزارة إن عدد القتلى ارتفع إلى 354{الوزارة}، فيما بلغ عدد الجرحى 906{الوزارة}.
قال الناشط سالم حداد إن 40{سالم حداد} شخصا قتلوا.
المعارضة تتحدث عن 2500{المعارضة} مدني، والحكومة عن 300{الحكومة}.
وزاد العدد عن 440{متحدث} الفا حسب ما اعلن متحدث الجمعة.
قتل 12{وزارة الصحة} شخصا، وفق وزارة الصحة.
وكشفت وزارة الصحة في بيان لها اليوم، عن سقوط 12{وزارة الصحة} شهيدا.
وأعلنت وزارة الصحة (التابعة للحكومة) عن وفاة 12{وزارة الصحة} شخصا.
أعلن المكتب الإعلامي، في بيان له، أن 40{المكتب الإعلامي} شخصا قتلوا.
وقال أنيس العلي، المتحدث باسم وزارة الصحة، في منشور، إن 45{أنيس العلي} شخصا قتلوا.
وأصدرت الشبكة تقريرا وثقت من خلاله اعتقال 167{الشبكة} شخصا.
أصدرت شبكة النهر لحقوق الإنسان تقريرها الشهري، وثقت فيه مقتل 12{شبكة النهر لحقوق الإنسان} شخصا.
أعلنت جماعة النهر ارتفاع عدد القتلى إلى 45{جماعة النهر}.
قتل 12{المفوضية} شخصا، بحسب احدث تقرير للمفوضية.
وسجلت حلب 40{} قتيلا.
وسجلت محافظة إدلب 40{} قتيلا.
المعارضة تتحدث عن 2500{المعارضة} مدني، والحكومة عن 300{الحكومة}.
المعارضة تتحدث عن 2500{المعارضة} مدني، والحكومة عن أقل من 300{الحكومة}.
قالت الشبكة إن 41{الشبكة} شخصا قتلوا، كما أعلن المرصد إصابة 12{المرصد} طفلا.
قتل 41{المرصد} شخصا كما أعلن المرصد.
أعلن "الثوار"، اليوم الأحد، عن ارتفاع الحصيلة إلى 45{الثوار} قتيلا.
أعلن «الثوار» عن مقتل 45{الثوار} جنديا.
مصدر عسكري: 70{مصدر عسكري} مقاتلا قتلوا.
كما كشفت الوزارة أن عدد الشهداء ارتفع إلى 354{الوزارة}، فيما بلغ عدد الجرحى 906{الوزارة}.
أعلن "الحوثيون"، اليوم الأحد، عن ارتفاع حصيلة الضحايا إلى 45{الحوثيون} قتيلا.
"""


@pytest.mark.parametrize("marked", [*ENGLISH.strip().splitlines(), *ARABIC.strip().splitlines()])
def test_each_number_of_a_report_is_the_word_of_who_says_it(marked: str):
    wanted, given = speakers(marked)
    assert given == wanted
