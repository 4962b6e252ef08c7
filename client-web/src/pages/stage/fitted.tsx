// What must be on the wall whole, whatever its length: drawn as large as fits.
import { Component } from 'preact';
import type { ComponentChildren, JSX } from 'preact';

const LEAST = 0.3;
const MOST = 1.35;
const STEPS = 7;

export class Fitted extends Component<{ children: ComponentChildren; class?: string }> {
  private place: HTMLElement | null = null;
  private drawn = '';

  private readonly fit = (): void => {
    const { place } = this;
    if (!place) return;
    const overflows = (size: number): boolean => {
      place.style.setProperty('--fit', String(size));
      return place.scrollHeight > place.clientHeight + 1 || place.scrollWidth > place.clientWidth + 1;
    };
    if (!overflows(MOST)) return;
    let [fits, tooLarge] = [LEAST, MOST];
    for (let step = 0; step < STEPS; step += 1) {
      const size = (fits + tooLarge) / 2;
      if (overflows(size)) tooLarge = size;
      else fits = size;
    }
    overflows(fits);
  };

  // Figures tick twice a second and countdowns each second: neither changes what fits, unless there are more characters.
  private readonly fitIfOther = (): void => {
    const drawn = this.place?.textContent?.replace(/\d/g, '0') ?? '';
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.fit();
  };

  override componentDidMount(): void {
    this.fitIfOther();
    addEventListener('resize', this.fit);
  }

  override componentDidUpdate(): void {
    this.fitIfOther();
  }

  override componentWillUnmount(): void {
    removeEventListener('resize', this.fit);
  }

  override render(): JSX.Element {
    return (
      <div class={`fitted ${this.props.class ?? ''}`} ref={(place) => void (this.place = place)}>
        {this.props.children}
      </div>
    );
  }
}
