"""Labels in the formats of other tools: each is read into a `LabelSet` and written from one.

coco_read, coco_write          COCO; coco_instance: one annotation; coco_agree: its boxes and areas;
                               coco_folder: a folder of several files
labelme_read, labelme_write    labelme's JSON files
yolo_read, yolo_write          YOLO for segmentation; yolo_yaml: its data.yaml
maps_read, maps_write          PNG maps of classes and instances
cvat_read                      CVAT's XML (CVAT's COCO files are COCO)
parquet, parquet_read          Parquet as Hugging Face's datasets loads it
pixel_free                     labels and hashes of pages, without pictures
exchange                       which of them a file is, and `convert`
reading, writing               what they share
"""

from __future__ import annotations

from toonseg.annotations.formats.exchange import Format, convert, detect, read, write
from toonseg.annotations.formats.writing import Written

__all__ = ["Format", "Written", "convert", "detect", "read", "write"]
