import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

export interface TabsProps {
  /** What they are views of, for a screen reader. */
  readonly label: string;
  readonly tabs: readonly { readonly id: string; readonly title: string; readonly content: ReactNode }[];
}

/** Views of one thing, one at a time, the first at first. */
export function Tabs({ label, tabs }: TabsProps): ReactNode {
  return (
    <Radix.Root className={styles.tabs} defaultValue={tabs[0]?.id ?? ''}>
      <Radix.List className={styles.list} aria-label={label}>
        {tabs.map(({ id, title }) => (
          <Radix.Trigger key={id} value={id} className={styles.tab}>
            {title}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(({ id, content }) => (
        // What is in it can be focused itself.
        <Radix.Content key={id} value={id} tabIndex={-1} className={styles.content}>
          {content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
