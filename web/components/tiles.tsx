import type { ReactNode } from 'react';
import styles from './tiles.module.css';

/** Figures side by side. */
export function Tiles({ children }: { readonly children: ReactNode }): ReactNode {
  return <dl className={styles.tiles}>{children}</dl>;
}

export interface TileProps {
  readonly name: string;
  readonly value: string;
  readonly more: ReactNode;
}

/** A figure, what it is, and a word on it; stands in `Tiles`. */
export function Tile({ name, value, more }: TileProps): ReactNode {
  return (
    <PlainTile name={name}>
      <span className={styles.value}>{value}</span>
      <span className="soft small figure">{more}</span>
    </PlainTile>
  );
}

/** The same for what is no figure. */
export function PlainTile({
  name,
  children,
}: Pick<TileProps, 'name'> & { readonly children: ReactNode }): ReactNode {
  return (
    <div className={styles.tile}>
      <dt>{name}</dt>
      <dd className={styles.inside}>{children}</dd>
    </div>
  );
}
