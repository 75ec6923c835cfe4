/**
 * The kinds of models that come with this package.
 * @module
 */
import { cifarResnet } from "./cifar-resnet.js";
import { convnet } from "./convnet.js";
import { imagenetResnet } from "./imagenet-resnet.js";
import { mlp } from "./mlp.js";
import type { ModelFamily } from "./model.js";
import { vgg, vggTorchvision } from "./vgg.js";

/** All of them, in the order in which they are listed. */
export const FAMILIES: readonly ModelFamily[] = [mlp, convnet, cifarResnet, imagenetResnet, vgg, vggTorchvision];
