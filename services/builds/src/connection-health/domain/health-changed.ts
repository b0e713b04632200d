import { canonicalJson, envelope, eventId, type EventEnvelope } from '#libs/contracts';
import type { Told } from './health.js';

/** What others are told, as it is published; its id follows from time and content, so that a repeat is recognisable. */
export function connectionHealthChanged(
  { organization, connection }: { readonly organization: string; readonly connection: string },
  { tokenVersion, at, problems }: Told,
): EventEnvelope<'sleuth.connection-health-changed.v1'> {
  const words = [organization, connection, tokenVersion, at, canonicalJson(problems)];
  const health = problems[0]?.code ?? 'healthy';
  return envelope('sleuth.connection-health-changed.v1', {
    id: eventId('connection-health-changed', ...words),
    source: '/services/builds',
    time: at,
    data: { organization, connection, tokenVersion, at, health, problems: [...problems] },
  });
}
