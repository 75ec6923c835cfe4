/**
 * Fashion-MNIST: 28 × 28 gray images of ten kinds of clothing, in MNIST's format.
 *
 * Source: Xiao, Rasul & Vollgraf 2017, "Fashion-MNIST: a novel image dataset for benchmarking machine learning
 * algorithms", arXiv:1708.07747. Debian's package `dataset-fashion-mnist` has the same content.
 * @module
 */
import { describeMnistLike } from "./mnist.js";

const OFFICIAL = "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion";

/** 60,000 training and 10,000 test images of clothing. */
export const fashionMnist = describeMnistLike({
  name: "fashion-mnist",
  title: "Fashion-MNIST",
  classes: ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
  mean: [0.2860405969887955],
  std: [0.3530242445149226],
  folders: ["fashion-mnist", "FashionMNIST/raw"],
  contents: {
    "train-images-idx3-ubyte": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "train-labels-idx1-ubyte": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "t10k-images-idx3-ubyte": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "t10k-labels-idx1-ubyte": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
  },
  downloads: [
    { url: `${OFFICIAL}/train-images-idx3-ubyte.gz`, md5: "8d4fb7e6c68d591d4c3dfef9ec88bf0d" },
    { url: `${OFFICIAL}/train-labels-idx1-ubyte.gz`, md5: "25c81989df183df01b3e8a0aad5dffbe" },
    { url: `${OFFICIAL}/t10k-images-idx3-ubyte.gz`, md5: "bef4ecab320f06d8554ea6380940ec79" },
    { url: `${OFFICIAL}/t10k-labels-idx1-ubyte.gz`, md5: "bb300cfdad3c16e7a12a480ee83cd310" },
  ],
  install: "apt-get install dataset-fashion-mnist (Debian, Ubuntu)",
});
