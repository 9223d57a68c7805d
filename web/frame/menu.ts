import {
  ChartNoAxesCombined,
  Gauge,
  House,
  ListTree,
  PenLine,
  Settings,
  type LucideIcon,
} from 'lucide-react';

/** The pages of the menu, in its order; words are `menu.<name>`. */
export const menu = [
  { name: 'home', path: '/', Icon: House },
  { name: 'quotas', path: '/quotas', Icon: Gauge },
  { name: 'requests', path: '/requests', Icon: ListTree },
  { name: 'content', path: '/content', Icon: PenLine },
  { name: 'simulator', path: '/simulator', Icon: ChartNoAxesCombined },
  { name: 'settings', path: '/settings', Icon: Settings },
] as const satisfies readonly { name: string; path: string; Icon: LucideIcon }[];
