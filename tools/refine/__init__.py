"""The training of `model/weights/refine.onnx`, the small network that puts masks' borders right."""
