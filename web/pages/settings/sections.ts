import type { ComponentType } from 'react';
import { lazySection } from './lazy-section.ts';
import { ProvidersSection } from './providers/providers-section.tsx';

/**
 * The parts of the page, in their order. The heading comes from `nav.<id>` of settings.json, the anchor is the id; a
 * section shows what stands below its heading: no h2, no landmark, cards h3.
 */
export const sections: readonly { readonly id: SectionId; readonly Section: ComponentType }[] = [
  { id: 'providers', Section: ProvidersSection },
  {
    id: 'routes',
    Section: lazySection('routes', async () => (await import('./routes/routes-section.tsx')).RoutesSection),
  },
  {
    id: 'clients',
    Section: lazySection(
      'clients',
      async () => (await import('./clients/clients-section.tsx')).ClientsSection,
    ),
  },
  {
    id: 'capacity',
    Section: lazySection(
      'capacity',
      async () => (await import('./capacity/capacity-section.tsx')).CapacitySection,
    ),
  },
];

export type SectionId = 'providers' | 'routes' | 'clients' | 'capacity';
