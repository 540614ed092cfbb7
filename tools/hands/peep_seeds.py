"""Where the garments of Open Peeps lie: points in areas of every pose, in the units of its drawing.

A pose is two shapes only, a white figure and all black in one path; its garments are the areas that the
black lines enclose. Chosen by looking at every area; "" is skin, shoes and hands. Poses whose skin runs into
a garment without a line, who hold things, and garments without a class are not here.
"""

from __future__ import annotations

SEEDS: dict[str, dict[str, tuple[tuple[int, int], ...]]] = {
    "ArmsCrossed": {
        "T-shirt": ((241, 695),),
        "": (
            (457, 552),
            (701, 949),
            (248, 977),
        ),
    },
    "BlazerBlackTee": {
        "T-shirt": ((453, 768),),
        "": ((453, 507),),
        "outer": (
            (205, 698),
            (306, 768),
            (620, 768),
            (665, 670),
        ),
    },
    "Selena": {
        "T-shirt": ((432, 649),),
        "": (
            (449, 548),
            (125, 958),
            (724, 958),
        ),
    },
    "ShirtFilled": {
        "T-shirt": ((422, 693),),
        "": (
            (457, 512),
            (109, 923),
            (736, 934),
        ),
    },
    "SportyShirt": {
        "T-shirt": (
            (397, 763),
            (390, 603),
            (49, 829),
            (696, 881),
        ),
        "": (
            (449, 509),
            (108, 954),
            (717, 930),
        ),
    },
    "Thunder": {
        "T-shirt": ((283, 707),),
        "": (
            (443, 529),
            (130, 829),
            (718, 846),
        ),
    },
    "Turtleneck": {
        "T-shirt": ((397, 877),),
        "": ((442, 460),),
    },
    "SweaterDots": {
        "T-shirt": ((381, 798),),
        "": ((458, 471),),
    },
    "StripedShirt": {
        "T-shirt": (
            (721, 790),
            (225, 1100),
            (239, 568),
            (636, 575),
            (156, 624),
            (100, 728),
            (145, 798),
            (657, 854),
            (226, 982),
        ),
        "": (
            (459, 512),
            (111, 1028),
            (723, 867),
        ),
    },
    "BlazerPantsBW": {
        "outer": (
            (182, 731),
            (759, 731),
        ),
        "T-shirt": ((531, 756),),
        "pants": ((410, 1670),),
        "": (
            (219, 2662),
            (492, 540),
            (296, 1378),
            (854, 1505),
            (512, 2640),
            (569, 2716),
            (125, 2735),
        ),
    },
    "BlazerPantsWB": {
        "outer": (
            (183, 731),
            (748, 731),
        ),
        "T-shirt": ((519, 756),),
        "pants": ((500, 1746),),
        "": (
            (219, 2664),
            (462, 540),
            (297, 1378),
            (849, 1505),
            (513, 2640),
            (564, 2716),
            (132, 2735),
        ),
    },
    "CrossedArmsBW": {
        "T-shirt": ((533, 1194),),
        "pants": ((279, 1543),),
        "": (
            (432, 553),
            (355, 908),
            (609, 2653),
            (51, 2653),
            (26, 2748),
            (704, 2742),
        ),
    },
    "CrossedArmsWB": {
        "T-shirt": (
            (528, 756),
            (452, 1225),
        ),
        "pants": ((287, 1543),),
        "": (
            (433, 553),
            (414, 902),
            (52, 2653),
            (598, 2653),
            (27, 2742),
            (693, 2742),
        ),
    },
    "RestingBW": {
        "T-shirt": ((491, 1067),),
        "pants": ((396, 1752),),
        "": (
            (453, 578),
            (402, 1422),
            (796, 1467),
            (263, 2704),
            (910, 2615),
            (383, 2767),
        ),
    },
    "RestingWB": {
        "T-shirt": (
            (480, 1021),
            (175, 1396),
        ),
        "pants": ((594, 1719),),
        "": (
            (454, 571),
            (385, 1415),
            (797, 1465),
            (258, 2702),
            (898, 2626),
            (315, 2779),
        ),
    },
    "RoboDanceBW": {
        "T-shirt": ((430, 1053),),
        "pants": (
            (564, 1808),
            (75, 2455),
        ),
        "": (
            (798, 2899),
            (734, 2762),
            (443, 552),
            (-7, 1377),
            (900, 1199),
            (18, 2690),
        ),
    },
    "ShirtPantsBW": {
        "dress-shirt": ((349, 767),),
        "pants": ((660, 1694),),
        "": (
            (457, 495),
            (229, 1599),
            (869, 1535),
            (127, 2690),
            (577, 2652),
            (102, 2772),
            (736, 2753),
        ),
    },
    "ShirtPantsWB": {
        "dress-shirt": (
            (192, 1294),
            (744, 1345),
            (433, 634),
            (680, 863),
            (572, 603),
        ),
        "pants": ((649, 1681),),
        "": (
            (477, 495),
            (230, 1599),
            (871, 1535),
            (122, 2677),
            (585, 2652),
            (661, 2740),
            (103, 2779),
        ),
    },
    "WalkingWB": {
        "T-shirt": (
            (492, 1021),
            (169, 1402),
        ),
        "pants": ((340, 1744),),
        "": (
            (70, 2411),
            (461, 533),
            (163, 1199),
            (727, 882),
            (626, 2626),
            (17, 2607),
            (670, 2721),
        ),
    },
    "HandsBackBW": {
        "T-shirt": ((430, 1002),),
        "pants": ((449, 1548),),
        "": (
            (430, 564),
            (151, 1110),
            (754, 1078),
            (145, 1529),
        ),
    },
    "HandsBackWB": {
        "T-shirt": ((463, 920),),
        "pants": ((457, 1548),),
        "": (
            (451, 564),
            (151, 1110),
            (749, 1078),
            (146, 1529),
        ),
    },
}
SOLID_HAIR = [
    "Afro",
    "BangsFilled",
    "Bun",
    "Buns",
    "FlatTop",
    "FlatTopLong",
    "Long",
    "LongAfro",
    "LongBangs",
    "LongCurly",
    "Medium",
    "MediumBangsFilled",
    "MediumLong",
    "MediumShort",
    "MediumStraight",
    "Pomp",
    "ShavedSides",
    "ShavedRight",
    "Short",
    "ShortCurly",
    "ShortMessy",
    "ShortScratch",
    "ShortVolumed",
    "TwistsVolumed",
]
"""Hair that is drawn as solid black: of other hair only lines are drawn, joined to those of the face."""
FACES = [
    "Angry",
    "Awe",
    "Calm",
    "Cheeky",
    "Concerned",
    "Contempt",
    "Cute",
    "Driven",
    "Explaining",
    "EyesClosed",
    "Fear",
    "Hectic",
    "LoveGrin",
    "OldAged",
    "Rage",
    "Serious",
    "Smile",
    "SmileBig",
    "SmileLol",
    "SmileTeeth",
    "Solemn",
    "Suspicious",
    "Tired",
    "VeryAngry",
]
