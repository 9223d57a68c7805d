import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { loadWords } from '../../lib/i18n.ts';

/** A part of the page and its words, loaded side by side, behind what stands above it. */
export function lazySection(
  words: string,
  load: () => Promise<ComponentType>,
): LazyExoticComponent<ComponentType> {
  return lazy(async () => {
    const [Section] = await Promise.all([load(), loadWords(words)]);
    return { default: Section };
  });
}
