"""Each family of models in words: its name, what it assumes, and what to cite for it."""

from dataclasses import dataclass
from typing import Literal

Lang = Literal["en", "ar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyWords:
    """A family in both languages; references stand as their journals print them."""

    en: str
    ar: str
    assumes_en: str
    assumes_ar: str
    method_en: str  # for whoever has one line to say how a number was made
    method_ar: str
    cite: tuple[str, ...]

    def name(self, lang: Lang) -> str:
        """What it is called."""
        return self.ar if lang == "ar" else self.en

    def assumes(self, lang: Lang) -> str:
        """What it assumes, in a few words."""
        return self.assumes_ar if lang == "ar" else self.assumes_en


WORDS = {
    "average": FamilyWords(
        en="averaged families",
        ar="متوسّط العائلات",
        assumes_en="one of the families averaged holds",
        assumes_ar="صحّة إحدى العائلات الداخلة في المتوسّط",
        method_en="latent classes, decomposable graphs and continuous visibility, averaged by "
        "their evidence",
        method_ar="أصناف كامنة ورسوم ارتباط قابلة للتفكيك وظهور متّصل التفاوت، موزونة بما تشهد به "
        "القوائم لكلّ منها",
        cite=(
            "Hoeting, Madigan, Raftery and Volinsky (1999). Bayesian model averaging: a tutorial. "
            "Statistical Science 14, 382-417.",
        ),
    ),
    "latent-class": FamilyWords(
        en="latent classes",
        ar="أصناف كامنة",
        assumes_en="lists independent within a few classes of people",
        assumes_ar="استقلال القوائم داخل عدد قليل من أصناف الأشخاص",
        method_en="one to several latent classes, averaged by their evidence",
        method_ar="صنف كامن واحد إلى عدّة أصناف، موزونة بما تشهد به القوائم لكلّ عدد",
        cite=(
            "Manrique-Vallier (2016). Bayesian population size estimation using Dirichlet process "
            "mixtures. Biometrics 72, 1246-1254.",
        ),
    ),
    "decomposable": FamilyWords(
        en="decomposable graphs",
        ar="رسوم ارتباط قابلة للتفكيك",
        assumes_en="lists depend on few others; all people alike",
        assumes_ar="ارتباط كلّ قائمة بعدد قليل من غيرها، وتماثل الأشخاص",
        method_en="decomposable graphical models, averaged (Madigan and York 1997)",
        method_ar="نماذج رسوم ارتباط قابلة للتفكيك، موزونة (Madigan and York 1997)",
        cite=(
            "Madigan and York (1997). Bayesian methods for estimation of the size of a closed "
            "population. Biometrika 84, 19-31.",
        ),
    ),
    "continuous": FamilyWords(
        en="continuous visibility",
        ar="ظهور متّصل التفاوت",
        assumes_en="people differ in visibility by degrees; lists independent for each person",
        assumes_ar="تفاوت الأشخاص في الظهور بالتدريج؛ واستقلال القوائم لكلّ شخص",
        method_en="visibility that varies from person to person, three shapes averaged",
        method_ar="ظهور يتفاوت من شخص إلى آخر، بثلاثة أشكال للتوزيع موزونة",
        cite=(
            "Darroch, Fienberg, Glonek and Junker (1993). A three-sample multiple-recapture "
            "approach to census population estimation with heterogeneous catchability. Journal of "
            "the American Statistical Association 88, 1137-1148.",
            "Coull and Agresti (1999). The use of mixed logit models to reflect heterogeneity in "
            "capture-recapture studies. Biometrics 55, 294-301.",
        ),
    ),
    "dirichlet": FamilyWords(
        en="Dirichlet-process classes",
        ar="أصناف بعملية ديريشليه",
        assumes_en="lists independent within classes; number of classes open",
        assumes_ar="استقلال القوائم داخل الأصناف، وعدد الأصناف مفتوح",
        method_en="latent classes in a Dirichlet process mixture (Manrique-Vallier 2016)",
        method_ar="نموذج الأصناف الكامنة بمزيج عملية ديريشليه (Manrique-Vallier 2016)",
        cite=(
            "Manrique-Vallier (2016). Bayesian population size estimation using Dirichlet process "
            "mixtures. Biometrics 72, 1246-1254.",
        ),
    ),
    "log-linear": FamilyWords(
        en="log-linear",
        ar="لوغاريتمي خطّي",
        assumes_en="the selected terms say all dependence; selection repeated",
        assumes_ar="الحدود المختارة تصف كلّ ارتباط؛ والاختيار معاد في كلّ عيّنة",
        method_en="log-linear models, the selection repeated on resampled tables",
        method_ar="نماذج خطّية لوغاريتمية يُعاد اختيارها على جداول معاد سحبها",
        cite=(
            "Fienberg (1972). The multiple recapture census for closed populations and incomplete "
            "2^k contingency tables. Biometrika 59, 591-603.",
            "Chan, Silverman and Vincent (2021). Multiple systems estimation for sparse capture "
            "data. Journal of the American Statistical Association 116, 1297-1306.",
        ),
    ),
    "sample-coverage": FamilyWords(
        en="sample coverage",
        ar="تغطية العيّنة",
        assumes_en="dependence in pairs; overlaps show the coverage",
        assumes_ar="ارتباط أزواج القوائم؛ والتقاطع يبيّن التغطية",
        method_en="sample coverage (Chao and others 2001)",
        method_ar="تغطية العيّنة (Chao and others 2001)",
        cite=(
            "Chao, Tsay, Lin, Shau and Chao (2001). The applications of capture-recapture models "
            "to epidemiological data. Statistics in Medicine 20, 3123-3157.",
        ),
    ),
    "chao-bound": FamilyWords(
        en="Chao's lower bound",
        ar="الحدّ الأدنى لتشاو",
        assumes_en="a lower bound, where lists are alike and independent for each person",
        assumes_ar="حدّ أدنى، حيث تتماثل القوائم وتستقلّ لكلّ شخص",
        method_en="Chao's lower bound (1987), resampled",
        method_ar="حدّ Chao الأدنى (1987)، بإعادة السحب",
        cite=(
            "Chao (1987). Estimating the population size for capture-recapture data with unequal "
            "catchability. Biometrics 43, 783-791.",
        ),
    ),
}
