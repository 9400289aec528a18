"""Runs an ONNX model. Arguments: the model, a file of float32 images, then the images' shape; writes float32 answers."""

import sys

import numpy
import onnxruntime

model, images, *shape = sys.argv[1:]
session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
batch = numpy.fromfile(images, numpy.float32).reshape([int(side) for side in shape])
(answers,) = session.run(None, {session.get_inputs()[0].name: batch})
sys.stdout.buffer.write(answers.astype(numpy.float32).tobytes())
