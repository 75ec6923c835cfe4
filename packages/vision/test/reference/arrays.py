"""A data set of twelve pictures as NumPy has it: arrays.npz (deflated), and as Keras names them: arrays-keras.npz.

    pip install numpy
    python packages/vision/test/reference/arrays.py
"""
import os

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
images = np.arange(12 * 5 * 4 * 3, dtype=np.uint32).reshape(12, 5, 4, 3).astype(np.uint8)
labels = np.arange(12) % 3
np.savez_compressed(os.path.join(here, "arrays.npz"), train_images=images[:8], train_labels=labels[:8, None].astype(np.uint8), test_images=images[8:], test_labels=labels[8:, None].astype(np.uint8), val_images=images[:1])
np.savez(os.path.join(here, "arrays-keras.npz"), x_train=images[:8, :, :, 0], y_train=labels[:8], x_test=images[8:, :, :, 0], y_test=labels[8:])
