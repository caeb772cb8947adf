"""Words by which the reader of aid tells people, armed men and sums apart."""

from tawthiq.reading.voices.wordsets import word_set

ARMED = word_set(
    "brigade battalion army militia militiamen gunmen soldiers troops forces fighters checkpoint "
    "front squadron division armed rebels militants security falcons hawks lions eagles shabiha "
    "gang thieves looters bandits regiment company faction police customs guards highwaymen "
    "كتيبه كتائب لواء الويه جيش حاجز حواجز عناصر مسلحون مسلحين مسلحو قوات جنود فصيل فصائل شبيحه "
    "الشبيحه مقاتلون مقاتلين مقاتلو مقاتلي عصابه لصوص مجهولون مجهولين ملثمون ملثمين جبهه سريه "
    "فرقه صقور نسور اسود ميليشيا الحاجز الجيش اللواء الكتيبه الامن مسلحه المسلحون المسلحين"
)
WEAK_TAKING = word_set(
    "took take takes taken taking keep keeps kept keeping remove removed removes removing lift "
    "lifted cut demand demanded demands demanding impose imposed imposes charge charged unload "
    "unloaded unloading offload empty emptied emptying strip trade trading traded exchange "
    "exchanged exchanging retain retained retains store levy levied levies tax taxed tap tapped "
    "storm stormed abuse break broke held hold drew redirect "
    "انزل انزلت انزلوا افرغ افرغت افرغوا حول حولت حولوا اخذ اخذت اخذوا خزن خزنت حجب حجبت صرف "
    "تصرف اقتحم اقتحمت داهم داهمت فرض فرضت ياخذ تاخذ ينزل اخفي اخفت حجز حجزت هرب هربت"
)
"""Said of armed men they tell of taking; of others of work."""
AID_CONTEXT = word_set(
    "aid relief humanitarian convoy donated donor council committee warehouse depot bakery rations "
    "stolen looted accused accuse stealing لجنه مساعدات المساعدات اغاثه اغاثيه الاغاثه قافله "
    "القافله مستودع مستودعات حصص السلال مجلس المعونات هلال"
)
MEN = word_set(
    "men members fighters gunmen soldiers units unit lorries lorry trucks truck teams team branch "
    "staff spokesman spokeswoman head director representatives representative office workers "
    "volunteers personnel people leader leaders commander commanders checkpoint elements someone "
    "employees employee convoy chairman president secretary treasurer offices women drivers "
    "doctors partners guards "
    "عناصر مقاتلي مسلحي مسلحين مسلحون افراد اعضاء رجال حاجز موظفي متطوعي متطوعو فريق فرق ممثل "
    "ممثلي مكتب شاحنات قافله حواجز فرع جماعه قائد قياده مدير رئيس"
)
"""Who acts for the body that they are of."""
STRONG = word_set(
    "donate donates donated donating pledge pledges pledged pledging promise promises promised "
    "commit commits committed earmarked allocated contributed disbursed "
    "تبرع تبرعت تبرعوا تعهد تعهدت تعهدوا وعد وعدت وعدوا خصص خصصت رصد رصدت وعدونا وعدتنا وعدنا"
)
"""What is donated or promised is aid, whatever it is."""
ANNOUNCED = word_set(
    "announced announces announce announcing approve approved offered offer "
    "اعلن اعلنت اعلنوا تعلن يعلن عرض عرضت اعتمد اعتمدت"
)
GIVES_MONEY = word_set(
    "تقديم تخصيص تمويل منح ارسال دفع تبرع بتقديم صرف تامين بتخصيص رصد تزويد تبرعها تبرعه تقديمها "
    "تقديمه تخصيصها تخصيصه ارسالها ارساله"
)
"""Announced, they are told of what is to come: "أعلنت تقديم", not "أعلنت توزيع"."""
PASSIVE_BE = frozenset(("is", "are", "was", "were", "been", "being", "be"))
ENDING = word_set("into with of in on to hands الي في يد بيد مستودعات ايدي جيوب")
NO_PEOPLE = frozenset(("people", "percent", "share", "families", "households"))
HARMED = frozenset(
    ("deaths", "injured", "casualties", "detained", "missing", "abducted", "released", "fighters",
     "demonstrators", "attacks", "votes", "displaced", "displaced inside", "refugees abroad",
     "returnees", "signatories", "defections")
)  # fmt: skip
FILLERS = word_set(
    "has have had also then already the a an later yesterday today never was were is recently "
    "jointly finally"
)
NO_SUBJECTS = word_set(
    "it they he she we i you this that these those there which who what if when while as and but "
    "so to in on at by for from of with after before since nothing nobody none not no some all"
)
PEOPLE = word_set(
    "women men people residents families neighbours neighbors doctors traders merchants bakers "
    "expatriates well-wishers family relatives folk farmers drivers shopkeepers businessmen "
    "businessman businesswoman donors donor volunteers volunteer youth students teachers nurses "
    "members friends migrants refugees engineers pharmacists partners agencies charity charities "
    "church mosque parish brothers sisters widow son daughter town village towns villages "
    "colleagues community communities network mission embassy state government ministry"
)
DONE = word_set("تم تمت جري جرت يتم وتم وتمت بدا بدات وجري وجرت")
LOST = ("سرق", "نهب", "صودر", "تعرض", "اختف", "بيع")
ARMED_MEN = word_set(
    "men fighters gunmen militiamen soldiers members masked armed عناصر مسلحين مسلحون مسلحو مقاتلي "
    "مقاتلو مقاتلين رجال جنود حاجز"
)
CARRIED = word_set(
    "convoy convoys truck trucks lorry lorries van vans warehouse قافله شاحنات شاحنه"
)
CLITICS = word_set(
    "علينا عليهم عليها عليه لنا لهم لها له بنا بهم بها به الينا اليهم اليها اليه عنا عنهم عنها منا "
    "منهم منها منه لكم اليكم عليكم بكم فيها فيه فينا فيهم معنا معهم لديهم لدينا"
)
TITLED = word_set(
    "مصنع معمل مكتبه شركه مخبز مطعم جماعه صيدليه متجر محل دار مزرعه مبادره منصه شبكه موسسه منظمه "
    "جمعيه كتيبه كتائب لواء الويه حركه فرقه سريه مجموعه هيئه رابطه صندوق وقف نادي مركز حزب تجمع "
    "ائتلاف وكاله قناه حاجز فصيل مشفي مستوصف مكتب فريق لجنه مجلس مدرسه بنك مصرف مجمع"
)
"""Nouns of bodies that have their name in quotation marks: "مصنع «الريف»"."""
THANKS = ("شكر", "يشكر", "تشكر", "نشكر", "بالشكر", "جزيل", "كل", "الشكر")
