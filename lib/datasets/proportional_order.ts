/**
 * Choosing images so that each class keeps its share.
 * @module
 */
import type { Images } from "./images.ts";

/**
 * Images in an order of which any beginning holds the classes in proportion. First each class gives one, the largest
 * class first; each next one comes from the class with the least (given + 1/2) / images, which is Sainte-Laguë's rule.
 * Where classes are equal, `order` decides. The last image of each class in `order` is left out, so whoever takes from
 * the beginning leaves some of every class.
 *
 * @param order all images in an order of chance
 * @returns indices of images
 */
export function proportionalOrder({ labels }: Pick<Images, "labels">, order: Uint32Array): Uint32Array {
  const sizes = new Uint32Array(256);
  for (const label of labels) sizes[label]!++;
  const given = new Uint32Array(256);
  const turns = Array.from(order, (index) => {
    const size = sizes[labels[index]!]!;
    const before = given[labels[index]!]!++;
    return { index, turn: before === 0 ? -size : (before + 0.5) / size, isLast: before === size - 1 };
  });
  const taken = turns.filter(({ isLast }) => !isLast).sort((a, b) => a.turn - b.turn);
  return Uint32Array.from(taken, ({ index }) => index);
}
