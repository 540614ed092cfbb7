"""Effects know nothing of what they cover; balloons take from everybody what they hide."""

from __future__ import annotations

import numpy as np
import pytest

from toonseg.synth.scene import Effect, Mood, some_effects, speak_over, with_effects
from toonseg.synth.scene.balloons import (
    Balloon,
    Outline,
    SpeechHand,
    draw_balloon,
    invent_balloon,
    invent_hand,
)
from toonseg.synth.scene.shouts import draw_shout
from toonseg.synth.scene.speech import place_for


@pytest.mark.parametrize("effect", list(Effect), ids=lambda e: e.value)
def test_an_effect_is_seen_hides_nothing_and_knows_nothing_of_the_picture(effect: Effect) -> None:
    grey, red = np.full((150, 200, 3), 120, np.uint8), np.full((150, 200, 3), 120, np.uint8)
    red[40:80, 60:120] = (250, 10, 10)
    one = with_effects(grey, [effect], np.random.default_rng(3))
    two = with_effects(red, [effect], np.random.default_rng(3))
    assert (one != grey).any(2).mean() > 0.005
    changed = (one != two).any(2)
    assert changed[40:80, 60:120].all()
    changed[40:80, 60:120] = False
    assert not changed.any()


def test_effects_over_a_grey_page_are_grey() -> None:
    page = np.full((100, 120, 3), 100, np.uint8)
    for effect in Effect:
        out = with_effects(page, [effect], np.random.default_rng(5), mono=1.0).astype(int)
        assert np.abs(out[..., 0] - out[..., 2]).max() == 0


def test_weather_stays_out_of_doors_and_most_panels_have_no_effect() -> None:
    indoors = [some_effects(np.random.default_rng(k), Mood(), outdoors=False) for k in range(400)]
    assert not {Effect.RAIN, Effect.SNOW} & {e for chosen in indoors for e in chosen}
    assert 0.1 < np.mean([bool(chosen) for chosen in indoors]) < 0.35
    outdoors = [some_effects(np.random.default_rng(k), Mood(), chance=1.0) for k in range(200)]
    assert {e for chosen in outdoors for e in chosen} == set(Effect)


@pytest.mark.parametrize("outline", list(Outline), ids=lambda o: o.value)
def test_a_balloon_covers_its_middle_and_its_box_holds_it(outline: Outline) -> None:
    canvas = np.full((200, 300, 4), 255, np.uint8)
    canvas[..., :3] = (90, 120, 90)
    balloon = Balloon(("WAIT!",), 20, outline, 140, 80)
    box = draw_balloon(canvas, np.random.default_rng(1), balloon, (150, 90), tip=(60, 190))
    covered = canvas[..., 3] < 128
    assert covered[80:100, 120:180].all()
    ys, xs = np.nonzero(covered)
    assert box[0] <= xs.min() and xs.max() < box[2]
    assert box[1] <= ys.min() and ys.max() < box[3]
    assert (canvas[..., :3][covered] < 80).any()


def test_speech_takes_labels_only_where_it_changes_the_picture() -> None:
    for seed in range(20):
        picture, ids = np.full((260, 360, 3), (90, 120, 90), np.uint8), np.ones((260, 360), np.uint8)
        boxes = speak_over(picture, ids, np.random.default_rng(seed), [(150, 60, 210, 130)], chance=1.0)
        hidden = ids == 0
        assert hidden.any()
        assert (picture != (90, 120, 90)).any(2)[hidden].all()
        assert all(0 <= x0 < x1 <= 360 and 0 <= y0 < y1 <= 260 for x0, y0, x1, y1 in boxes)
    still, ids = np.full((260, 360, 3), 90, np.uint8), np.ones((260, 360), np.uint8)
    assert speak_over(still, ids, np.random.default_rng(0), [], chance=0.0, energy=-1.0) == []
    assert ids.all()


def test_balloons_keep_clear_of_heads_and_stand_high() -> None:
    head = (120, 20, 220, 120)
    tried = [place_for(np.random.default_rng(k), (300, 400), (60, 35), [head], []) for k in range(100)]
    places = [place for place in tried if place is not None]
    assert len(places) > 90
    clear = [x + 60 <= 120 or x - 60 >= 220 or y - 35 >= 120 for x, y in places]
    assert np.mean(clear) > 0.6
    assert np.mean([y for _, y in places]) < 150
    for x, y in places:
        wide = min(x + 60, 220) - max(x - 60, 120)
        tall = min(y + 35, 120) - max(y - 35, 20)
        assert max(wide, 0) * max(tall, 0) <= 0.08 * 100 * 100


def test_there_is_no_place_where_faces_fill_the_picture() -> None:
    crowd = [(x, y, x + 50, y + 50) for x in range(0, 400, 50) for y in range(0, 300, 50)]
    assert place_for(np.random.default_rng(0), (300, 400), (60, 35), crowd, []) is None
    for seed in range(20):
        picture, ids = np.full((300, 400, 3), 90, np.uint8), np.ones((300, 400), np.uint8)
        assert speak_over(picture, ids, np.random.default_rng(seed), crowd, chance=1.0, energy=1.0) == []
        assert ids.all()


def test_lettering_on_a_grey_page_is_grey() -> None:
    for seed in range(12):
        picture, ids = np.full((300, 400, 3), 120, np.uint8), np.ones((300, 400), np.uint8)
        speak_over(picture, ids, np.random.default_rng(seed), [], chance=1.0, energy=1.0, mono=1.0)
        assert (ids == 0).any()
        assert np.ptp(picture.astype(int), axis=2).max() == 0


def test_sounds_are_bold_and_balloons_fit() -> None:
    canvas = np.full((200, 300, 4), 255, np.uint8)
    draw_shout(canvas, np.random.default_rng(2), (150, 100), 60)
    assert 0.02 < (canvas[..., 3] < 128).mean() < 0.6
    for seed in range(50):
        balloon = invent_balloon(np.random.default_rng(seed), at_most=150)
        assert balloon.width <= 150 + 1e-9


def test_all_balloons_of_a_hand_are_lettered_alike() -> None:
    hand = invent_hand(np.random.default_rng(4))
    for seed in range(40):
        balloon = invent_balloon(np.random.default_rng(seed), at_most=2000, hand=hand)
        loud = balloon.outline in {Outline.JAGGED, Outline.BURST}
        assert balloon.line in {hand.line, 0.0} and balloon.slant == hand.slant
        assert balloon.weight == pytest.approx(hand.weight * (1.3 if loud else 1.0))
        assert balloon.size == pytest.approx(hand.size * (1.25 if loud else 1.0), rel=0.07)
    assert invent_hand(np.random.default_rng(5)) != hand


def test_a_grey_page_has_no_tinted_balloons() -> None:
    for seed in range(30):
        hand = invent_hand(np.random.default_rng(seed), mono=1.0)
        balloon = invent_balloon(np.random.default_rng(seed), at_most=400, hand=hand)
        assert all(max(colour) - min(colour) < 8 for colour in (balloon.paper, balloon.ink, balloon.words))
    assert SpeechHand().tint is None
