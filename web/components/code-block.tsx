import type { ReactNode } from 'react';
import { CopyButton, type CopyButtonProps } from './copy-button.tsx';
import styles from './code-block.module.css';

export interface CodeBlockProps extends Pick<CopyButtonProps, 'text' | 'onCopied'> {
  readonly label: string;
}

/** A text to be copied into a terminal or a program. */
export function CodeBlock({ text, label, onCopied }: CodeBlockProps): ReactNode {
  return (
    <figure className={styles.block}>
      <figcaption>
        <span>{label}</span>
        <CopyButton text={text} what={label} onCopied={onCopied} />
      </figcaption>
      {/* A region that scrolls has to be reached by keyboard. */}
      <pre tabIndex={0} role="region" aria-label={label}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}
