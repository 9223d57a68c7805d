import { SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../../components/button.tsx';

export interface FilterToggleProps {
  readonly text: string;
  readonly isOpen: boolean;
  /** Id of what it opens. */
  readonly controls: string;
  readonly className: string | undefined;
  readonly onToggle: () => void;
}

export function FilterToggle({ text, isOpen, controls, className, onToggle }: FilterToggleProps): ReactNode {
  return (
    <Button
      className={className}
      aria-expanded={isOpen}
      aria-controls={controls}
      icon={<SlidersHorizontal size={16} aria-hidden="true" />}
      onClick={onToggle}
    >
      {text}
    </Button>
  );
}
