/** What has been opened and mapped, to be given back in one go: also where the next thing could not be had. */
export class Owned {
  readonly #closers: (() => void)[] = [];

  /** Keeps a thing with the way to give it back. Returns the thing. */
  keep<T>(thing: T, close: (thing: T) => void): T {
    this.#closers.push(() => close(thing));
    return thing;
  }

  /** Gives all of them back, the last one first. */
  close(): void {
    for (const close of this.#closers.splice(0).reverse()) close();
  }
}
