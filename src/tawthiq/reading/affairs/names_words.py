"""Words of names: nouns of charters, and English words that stand in the names of bodies.

The latter stand in nobody's own: "Green Hands".
"""

from tawthiq.reading.voices.wordsets import word_set

OF_BODIES = word_set(
    "hands hand lions lion eagles eagle hawks falcons falcon wolves knights swords sword shield "
    "shields sons daughters women youth mothers fathers children brothers sisters friends heirs "
    "guardians lawyers doctors teachers students engineers journalists writers workers farmers "
    "bakers drivers volunteers observers voices voice free open green white blue red black golden "
    "silver united clear bright young popular national local northern southern eastern western "
    "central general revolutionary islamic democratic independent syrian spring springs bridge "
    "bridges mercy hope light lights lantern lanterns candle candles relief aid rights action care "
    "support help kindness dawn sun sunrise moon star stars river rivers valley well wells water "
    "bread flour wheat roots seeds seed path paths way road roads dignity freedom justice peace "
    "unity truth memory olive olives cedar jasmine rose tree trees leaf garden orchard orchards "
    "house home roof shelter school library books pages page pen ink word words letter letters "
    "news wire mirror whistle beacon tower towers castle gate gates door window windows wall walls "
    "border borders horizon horizons without storm storms thunder wind winds rain fire flame ember "
    "iron steel stone mountain mountains hill plain plains sea coast island desert sands oasis "
    "company partners network alliance table circle council forum assembly gathering committee "
    "medical legal humanitarian civil civic human international world global future tomorrow "
    "banner flag martyrs victims missing prisoners detainees families people citizens town towns "
    "city village villages camp street square market kitchen kitchens oven ovens mill mills "
    "liwa kataib katibat katiba harakat jaysh jaish jabhat ahrar jund saraya faylaq firqat tajammu "
    "majlis lajnat ittihad shuhada ansar suqour usud dar bayt tanzim"
)
CHARTER_NOUNS = word_set(
    "code charter declaration covenant manifesto undertaking accord compact oath rules principles "
    "pledge ميثاق وثيقه مدونه شرعه عهد تعهد قسم مبادئ مبادي"
)
