import { v5 as uuidV5 } from 'uuid';
import { graphqlId } from '../identity/graphql-id.js';
import { organizationUrl, WEB } from '../organization/organization-view.js';

const AGENTS = '0d6c2b8e-4b0d-5f5e-8f55-5b6a2a3d9c10';

/** The agent that runs every job of an organization here (Buildkite docs: REST API › Agents). */
export function agentView(organization: string, origin: string): Record<string, unknown> {
  const id = uuidV5(organization, AGENTS);
  return {
    id,
    graphql_id: graphqlId('Agent', id),
    url: `${organizationUrl(origin, organization)}/agents/${id}`,
    web_url: `${WEB}/organizations/${organization}/agents/${id}`,
    name: `${organization}-1`,
    connection_state: 'connected',
    ip_address: '192.0.2.10',
    hostname: `${organization}-1.agents.example`,
    user_agent: 'buildkite-agent/3.100.0 (linux; amd64)',
    version: '3.100.0',
    creator: null,
    created_at: '2026-01-05T08:00:00.000Z',
    job: null,
    last_job_finished_at: null,
    priority: 0,
    meta_data: ['queue=default'],
  };
}
