/**
 * The list of model families. A new family is a line here.
 * @module
 */
import { cifarResnet } from "./cifar-resnet.js";
import { convnet } from "./convnet.js";
import { imagenetResnet } from "./imagenet-resnet.js";
import { mlp } from "./mlp.js";
import type { ModelFamily } from "./model.js";
import { vgg, vggTorchvision } from "./vgg.js";

/** All families of this package, in the order in which they are listed. */
export const FAMILIES: readonly ModelFamily[] = [mlp, convnet, cifarResnet, imagenetResnet, vgg, vggTorchvision];
