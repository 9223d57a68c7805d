import { ChevronRight } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import styles from './disclosure.module.css';

export interface DisclosureProps {
  /** Of its title. */
  readonly level: 3 | 5;
  readonly title: string;
  readonly startsOpen?: boolean;
  /** Beside the title, not part of its button. */
  readonly beside?: ReactNode;
  /** Below the title, open or not. */
  readonly always?: ReactNode;
  readonly children: ReactNode;
}

/** Something that opens: what is inside is made when it does. */
export function Disclosure({
  level,
  title,
  startsOpen = false,
  beside,
  always,
  children,
}: DisclosureProps): ReactNode {
  const id = useId();
  const [open, setOpen] = useState(startsOpen);
  const Heading = `h${level}` as const;
  return (
    <>
      <div className={styles.head}>
        <Heading>
          <button
            type="button"
            className={styles.button}
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={() => setOpen(!open)}
          >
            <ChevronRight size={18} aria-hidden="true" />
            {title}
          </button>
        </Heading>
        {beside}
      </div>
      {always}
      {open && (
        <div id={id} className={styles.panel}>
          {children}
        </div>
      )}
    </>
  );
}
