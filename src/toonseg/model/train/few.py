"""Few labelled cuts: settings chosen by their number, for a good model after some minutes on two cores."""

from __future__ import annotations

from toonseg.errors import TrainingError
from toonseg.model.data.brush import Brush
from toonseg.model.data.clutter import Clutter
from toonseg.model.data.pasting import Pasting
from toonseg.model.data.placing import Placing
from toonseg.model.data.samples import Augment
from toonseg.model.data.tones import Tones
from toonseg.model.train.recipe import DataSettings, Recipe
from toonseg.model.train.settings import TrainSettings

FEWEST, MANY = 3, 80
MINUTES = 8.5
"""Of training; reading, drawing and the last validation come on top, together less than 10 on two cores."""
DRAWN = 160

# A title is drawn by one hand: its cuts are changed less than those that the first weights were made with.
_TONES = Tones(
    repaint=0.35, colour=0.5, grey=0.04, cast=0.2, light=0.2, line=0.12, paint=0.04, paper=0.08,
    dots=0.02, blur=0.12, noise=0.15, jpeg=0.3,
)  # fmt: skip


def few_recipe(cuts: int, *, rehearses: bool, known: bool) -> Recipe:
    """Settings for so many labelled cuts.

    The learning rate follows the clock, so a slower machine does fewer steps in the same minutes.

    Args:
        cuts: Labelled pictures.
        rehearses: Whether drawn cuts may be learned with them.
        known: Whether it begins with trained weights; without them everything is learned anew, and faster.

    Raises:
        TrainingError: There are fewer than three.
    """
    if cuts < FEWEST:
        problem = f"{cuts} labelled cuts are too few"
        raise TrainingError("--few", problem, f"Label at least {FEWEST}, better 10.")
    # Of 5 cuts 2 are held back, of 20 5, of 50 8: fewer would choose by luck, more would be missed.
    hold_out = max(2, round(cuts * (0.25 if cuts <= 20 else 0.16))) / cuts if cuts > 4 else 1 / cuts
    train = TrainSettings(
        minutes=MINUTES, batch=8, replicas=2, canvas=(320, 448), rate=5e-4 if known else 1e-3,
        backbone_rate=0.25, freeze=3 if cuts < 10 else 2, warmup=30, average=60,
        validate_every=40, patience=10, slack=0.02,
    )  # fmt: skip
    placing = Placing(scale=(0.75, 1.7), turn=3.0, wobble=0.15, build=0.1)
    augment = Augment(
        placing,
        _TONES,
        Pasting(balloons=0.25, patches=0.1, instances=0.35),
        Clutter(around=0.1, empty=0.02),
        Brush(form=0.06, ink=0.1, strokes=0.03, texture=0.03, night=0.03),
    )
    # The more there is to learn from, the less has to be rehearsed.
    share = 0.55 if cuts < 20 else 0.65
    return Recipe(
        train=train,
        augment=augment,
        data=DataSettings(hold_out=hold_out, drawn=DRAWN if rehearses else 0, share=share),
    )
