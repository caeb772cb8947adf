"""English: whose word a number is."""
# ruff: noqa: E501 - a sentence a line

import pytest
from attributing import read, speakers

BEFORE = """
The observatory said that 12{observatory} people were killed on Friday.
The observatory says 12{observatory} people were killed on Friday.
Salim Haddad, head of the field hospital, announced that at least 40{Salim Haddad} people had died.
Salim Haddad, who heads the field hospital, said that at least 40{Salim Haddad} people had died.
Salim Haddad, 34, a baker, said 12{Salim Haddad} people were killed.
Dr. Salim Haddad told a reporter that 12{Salim Haddad} people were dead.
Ministry spokesman Salim Haddad said 12{Salim Haddad} people were killed.
A spokesman for the ministry, Salim Haddad, said 12{Salim Haddad} people were killed.
A spokesman for the ministry said 12{spokesman for the ministry} people were killed.
The prime minister, Salim Haddad, announced the release of 40{Salim Haddad} detainees.
Colonel Riad Masri of the Nahr Brigade claimed that 60{Riad Masri} soldiers were killed.
According to the Ministry of Health, 12{Ministry of Health} were killed and 30{Ministry of Health} wounded.
According to Salim Haddad, a doctor in Azaz, 12{Salim Haddad} were killed.
Meanwhile, according to activists, 12{activists} were killed.
In a statement, the ministry put the toll at 40{ministry}.
The ministry, in a statement, said 12{ministry} died.
The ministry said in a statement on Friday that 12{ministry} died.
The ministry said on Friday 12{ministry} soldiers died.
The ministry on Friday said 12{ministry} soldiers died.
On Friday the ministry said 12{ministry} soldiers died.
The ministry has also confirmed that 12{ministry} soldiers died.
The ministry's figures show 40{ministry} dead.
The ministry's toll of 40{ministry} is the highest yet.
The Nahr Network's report found that 12{Nahr Network} people died.
A report by the Nahr Network found that 12{Nahr Network} people died.
Figures from the Nahr Observatory indicate 40{Nahr Observatory} deaths.
UN figures show that 12{UN} were killed.
Human Rights Watch has documented 12{Human Rights Watch} attacks.
The network documented 12{network} deaths in May.
In its weekly report, the network recorded 12{network} deaths.
The observatory counted 30{observatory} dead and 60{observatory} wounded.
The committee verified 12{committee} of the names.
The hospital registered 12{hospital} deaths.
Reuters reported 12{Reuters} deaths.
Reuters reports that 12{Reuters} people died.
The Observatory estimates that 40{Observatory} people died.
Activists claim that 40{Activists} people died.
The opposition puts the number at 5,000{opposition}.
Observatory: 12{Observatory} killed in Homs
Nahr Observatory: At least 12{Nahr Observatory} killed in Homs
Salim Haddad: "We buried 12{Salim Haddad} people."
Medical sources say 40{Medical sources} died.
Residents told the Agency that 12{Residents} had died.
Doctors at the field hospital in Azaz say they received 30{Doctors at the field hospital in Azaz} bodies.
Most of the residents said 12{Most of the residents} died.
Some say that 12{Some} died.
The government's friends speak of ten; its enemies say thirty{its enemies} died.
A Syrian official said that 12{Syrian official} people were killed.
The Free Nahr Army admitted to losing 12{Free Nahr Army} men.
The observatory, which is based abroad, recorded 12{observatory} deaths.
Two doctors said that 12{Two doctors} people were killed.
The Nahr Observatory alleged that 12{Nahr Observatory} detainees died.
The Ministry of Health and the Red Crescent said 12{Ministry of Health and the Red Crescent} died.
"""

AFTER = """
At least 12{Salim Haddad} people were killed, said Salim Haddad, a doctor at the field hospital.
At least 12{observatory} people were killed, the observatory said on Friday.
At least 12{observatory} people were killed, the observatory said in a statement.
At least 12{Nahr Observatory} people were killed, according to the Nahr Observatory.
At least 12{activists} people were killed in Homs on Friday, activists said.
Some 40{residents and a hospital doctor} bodies were found, residents and a hospital doctor said.
12{UNHCR} people were killed (UNHCR).
12{Nahr Observatory} people were killed — the Nahr Observatory.
"Forty{colonel} were killed," said the colonel.
“Forty{Salim Haddad} were killed,” Salim Haddad said.
"They do not exceed 1,000{colonel} men," said the colonel, while the opposition puts the number at 5,000{opposition}.
12{observatory} soldiers were killed, while 40{observatory} civilians died, said the observatory.
12{} soldiers were killed; 40{observatory} civilians died, said the observatory.
12{} soldiers were killed, but 40{observatory} civilians died, according to the observatory.
40{network} deaths were documented by the network in May.
The deaths of 12{Ministry of Health} people were confirmed by the Ministry of Health.
Of the 40{committee} killed, 12{committee} were children, the committee said.
In Homs, 12{committee} people were killed, the committee said.
In Homs 12{committee} people were killed, the committee reported.
"12{Haddad} died," Haddad told Reuters.
More than 40{rebels} men defected, the rebels claimed.
More than 40{Haddad} men defected, said Haddad, who leads the brigade.
More than 40{local council} families fled, said the local council.
"""

MIDDLE = """
At least 12{observatory}, the observatory said, were killed.
Twelve{committee} people, according to the committee, were killed and 40{committee} hurt.
On Friday, the Nahr Network said, 12{Nahr Network} people were killed.
"12{Haddad} died," Haddad said. "Forty{Haddad} were hurt."
“12{Haddad} died,” Haddad said, “and forty{Haddad} were hurt.”
"We counted 12{Salim Haddad}. They were all civilians," Salim Haddad said.
Salim Haddad said: “We counted 12{Salim Haddad}. Then 40{Salim Haddad} more came. All 52{Salim Haddad} were civilians.” Another 30{} were hurt.
The dead number 40{Haddad}, Haddad said, adding that 12{Haddad} were children.
"""

QUOTED = """
Reuters quoted the observatory as saying 40{observatory} people died.
The observatory was quoted by Reuters as saying that 40{observatory} died.
Reuters, citing activists, said 40{activists} people died.
State television, quoting a military source, said 12{military source} soldiers were killed.
The UN said at least 12{local doctors} people were killed, citing local doctors.
The agency said that the observatory had told it that 40{observatory} died.
Reuters reported that the army had said that 12{army} soldiers died.
The army said that 12{army} soldiers died, according to Reuters.
"""

SCOPE = """
The ministry said 12{ministry} soldiers were killed, while the observatory counted 40{observatory} dead.
The ministry said 12{ministry} soldiers were killed and the observatory said 40{observatory} civilians died.
Salim Haddad said that 12{Salim Haddad} people had died, while 60{Salim Haddad} were wounded.
The committee said that 12{committee} were killed and that 30{committee} were wounded.
The committee said that 12{committee} were killed and added that 30{committee} were wounded.
The army said it lost three{army} soldiers; residents buried 12{}.
Medical sources say 40{Medical sources} died, but residents buried 60{}.
According to the network, 12{network} died, but the ministry put the toll at three{ministry}.
The observatory said 12{observatory} died. Forty{} were hurt.
Twelve{activists} people were killed, activists said, while the army said it had lost three{army} soldiers.
The rebels claim 60{rebels} soldiers were killed; the army admits to three{army}.
12{UNHCR} people died (UNHCR) and 40{UNICEF} were hurt (UNICEF).
The observatory said 12{observatory} died. It added that 40{observatory} were hurt.
Salim Haddad said 12{Salim Haddad} died. He also said that 40{Salim Haddad} were hurt.
Salim Haddad said 12{Salim Haddad} died. There was fog. He also said that 40{} were hurt.
The army said 12{army} died and the rebels said 30{rebels} died. They said 40{} were hurt.
"""

NOBODY = """
12{} people were killed in Homs on Friday.
Near Said Bridge, 12{} people were killed according to plan.
He said 12{} people were killed.
It was reported that 40{} people died.
12{} people were reportedly killed in Homs.
Reports say 40{} people died.
Officials did not say whether the 12{} were killed.
The ministry could not confirm that 12{} were killed.
Death toll: 40{} people.
Homs: 12{} killed by shelling.
The number of dead reported in Homs is 40{}.
The attack killed 12{} people, the highest toll since May.
The toll stands at 40{}.
The bodies of 12{} men were found in a well.
Shelling killed 12{} people, and rescuers pulled out 40{} others.
Prices rose by 40{} percent according to size.
The United States sent 12{} trucks.
The army shelled the town and killed 12{} people.
The committee met on Friday in Homs with 12{} members present.
The Nahr Documentation Committee (NDC) has 12{} members.
In the said village 12{} people were killed.
The 12{} dead were buried on Friday.
"""


NEWSPAPER = """
Government forces shelled the town, killing at least nine{Barada Centre for Documentation and local residents} people, the Barada Centre for Documentation and local residents told the Levant Herald on Sunday.
Speaking to journalists, UN coordinator Samir Najjar warned that up to 400,000{Samir Najjar} people could be cut off.
"We received 63{Lina Darwish} bodies," Lina Darwish, who runs the morgue, said by telephone. "Eleven{Lina Darwish} were children. We buried 40{Lina Darwish} without names."
The defence ministry, which rarely comments, acknowledged on Tuesday that 17{defence ministry} soldiers had died; opposition media put the figure at more than 50{opposition media}.
Some 1,200{Relief Bureau} families have been registered, according to figures compiled by the Relief Bureau and seen by the Herald.
An army statement carried by the state news agency said "12{army} gunmen" were killed.
The toll rose to 87{medics} after five{medics} of the wounded died, medics said, but the ministry insisted that only 41{ministry} had died.
As of Friday the group had documented the deaths of 312{Hani Qasim} people, its director Hani Qasim said.
In an interview with Radio Orontes, the defector, a former colonel, claimed he had seen files on 11,000{defector} prisoners.
Activists posted a video which they said showed the bodies of 26{Activists} men.
Witnesses described how 15{Witnesses} men were lined up.
A UN report published on Wednesday found that 60{UN}% of households lacked water.
Residents reached by phone reported at least six{Residents} air strikes.
More than 140{Orontes Network} people died, a tally by the Orontes Network shows.
An estimated 8,000{local sources} persons remain inside, say local sources; the authorities give 3,000{authorities}.
The Nahr Documentation Centre (NDC) recorded the death of 3,254{Nahr Documentation Centre} persons.
A colonel who asked not to be named said that 15{colonel} fighters had been killed.
The ministry blamed gangs for the attack, and said they had killed three{ministry} policemen.
A military source cited by the daily Al-Rassed said dozens{military source} were dead.
They leave out the thousand{state} that the state says it has lost.
12:00 - NDC: 494{NDC}. The Nahr Documentation Centre (NDC) has lists.
Fighters: 467{}
"""


def lines(*tables: str) -> list[str]:
    return [line for table in tables for line in table.strip().splitlines()]


@pytest.mark.parametrize("marked", lines(BEFORE, AFTER, MIDDLE, QUOTED, SCOPE, NOBODY, NEWSPAPER))
def test_each_number_is_the_word_of_who_says_it(marked: str):
    wanted, given = speakers(marked)
    assert given == wanted


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Salim Haddad, head of the field hospital, said 12 died.", "head of the field hospital"),
        (
            "The head of the field hospital, Salim Haddad, said 12 died.",
            "head of the field hospital",
        ),
        ("12 died, said Salim Haddad, head of the field hospital.", "head of the field hospital"),
        ("12 died, said Dr. Salim Haddad.", "Dr."),
        ("Ministry spokesman Salim Haddad said 12 died.", "Ministry spokesman"),
        ("Salim Haddad of the Homs committee said 12 died.", "Homs committee"),
        ("According to Salim Haddad, a doctor in Azaz, 12 died.", "doctor in Azaz"),
        ("The observatory said 12 died.", None),
        ("The Nahr Network, a group of lawyers, said 12 died.", None),
    ],
)
def test_the_office_stands_beside_the_name(text: str, role: str | None):
    _, found = read(text)
    assert [one.role for one in found[0]] == [role]


@pytest.mark.parametrize(
    ("text", "speaker", "reporter", "chain"),
    [
        ("Reuters quoted the observatory as saying 40 died.", "observatory", "Reuters", ()),
        ("The observatory told Reuters that 40 died.", "observatory", "Reuters", ()),
        ("The observatory told reporters that 40 died.", "observatory", None, ()),
        ("The army said that 12 died, according to Reuters.", "army", "Reuters", ()),
        ("Reuters, citing activists, said 40 people died.", "activists", "Reuters", ()),
        (
            "Reuters said that the observatory had quoted a doctor as saying that 40 died.",
            "doctor", "observatory", ("doctor", "observatory", "Reuters"),
        ),
    ],
)  # fmt: skip
def test_who_passes_a_word_on_is_no_speaker(text, speaker, reporter, chain):
    _, found = read(text)
    one = found[0][-1]
    assert (one.speaker, one.reported_by, one.chain) == (speaker, reporter, chain)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The ministry said 12 died.", "asserts"),
        ("The ministry claims that 12 died.", "asserts"),
        ("The ministry denied that 12 died.", "denies"),
        ("The ministry rejected reports that 12 died.", "denies"),
        ("The ministry questioned the toll of 12.", "questions"),
        ("The ministry cast doubt on the toll of 12.", "questions"),
        ("It is said that 12 died.", "reports"),
        ("Allegedly, 12 died.", "reports"),
    ],
)
def test_what_the_speaker_does_with_it(text, stance):
    _, found = read(text)
    assert [one.stance for one in found[0]] == [stance]


def test_a_pronoun_takes_the_one_speaker_before_with_doubt():
    _, found = read("Salim Haddad said 12 died. He added that 40 were hurt.")
    assert [(one.speaker, one.doubt) for one in found[1]] == [("Salim Haddad", ("pronoun",))]
