import { randomBytes } from 'node:crypto';
import type { AddedBuild, BuildSpec, StepSpec } from '../src/build/build-spec.js';
import type { ClockReading } from '../src/clock/stand-in-clock.js';
import type { Fault, FaultMatch } from '../src/fault/fault.js';
import type { PendingFault } from '../src/fault/faults.js';
import type { Organization, OrganizationSpec } from '../src/organization/organization.js';
import type { Pipeline, PipelineChange, PipelineSpec } from '../src/pipeline/pipeline.js';
import type { LoggedRequest } from '../src/request-log/request-log.js';
import type { DensestWindow } from '../src/request-log/densest-windows.js';
import type { RequestReport } from '../src/request-log/requests.control.js';
import type { SettingsValues } from '../src/settings/settings.js';
import type { TokenChange, TokenSpec } from '../src/token/token.js';
import type { BuildTruth, TruthChange } from '../src/truth/truth.js';
import type { AddedWebhook, WebhookConduct, WebhookSpec } from '../src/webhook/webhook.js';
import type { DeliveryReport } from '../src/webhook/webhooks.control.js';
import type { WorldReport } from '../src/world/world-report.js';
import { controlRequest } from './control-request.js';

const BUILDS_PER_REQUEST = 5_000;

/** A token and the value that opens it. */
export interface AddedToken {
  readonly label: string;
  readonly value: string;
  readonly uuid: string;
}

/** Everything that a test may do to a stand-in, in this process or another. */
export class BuildkiteControl {
  private tokens = 0;

  constructor(
    /** Scheme, host and port of the stand-in. */
    readonly url: string,
  ) {}

  /** The base address of the API, as a client of Buildkite is configured with it. */
  get apiUrl(): string {
    return `${this.url}/v2`;
  }

  /** The address to follow the clock at. */
  get clockUrl(): string {
    return `${this.url}/_control/clock`;
  }

  async addOrganization(spec: string | OrganizationSpec): Promise<Organization> {
    return this.one('organizations', typeof spec === 'string' ? { slug: spec } : spec);
  }

  /** By default a token of a user of its own that opens every organization and has the four scopes that reading builds needs. */
  async addToken(spec: Partial<TokenSpec> = {}): Promise<AddedToken> {
    this.tokens += 1;
    const label = spec.label ?? `token-${String(this.tokens)}`;
    const value = spec.value ?? `bkua_${randomBytes(20).toString('hex')}`;
    const { uuid } = await this.one<{ uuid: string }>('tokens', { ...spec, label, value });
    return { label, value, uuid };
  }

  /** Changes scopes, organizations or expiry of a token, or revokes it, without changing its value. */
  async changeToken(label: string, change: TokenChange): Promise<void> {
    await this.request('PATCH', `tokens/${encodeURIComponent(label)}`, change);
  }

  async addPipeline(spec: string | PipelineSpec): Promise<Pipeline> {
    return this.one('pipelines', typeof spec === 'string' ? { slug: spec } : spec);
  }

  async addPipelines(specs: readonly PipelineSpec[]): Promise<readonly Pipeline[]> {
    return this.request('POST', 'pipelines', specs);
  }

  /** Renames, archives or moves a pipeline; its id and its builds stay. */
  async changePipeline(
    pipeline: Pick<Pipeline, 'organization' | 'slug'>,
    change: PipelineChange,
  ): Promise<Pipeline> {
    return this.request('PATCH', `pipelines/${pipeline.organization}/${pipeline.slug}`, change);
  }

  /** Deletes a pipeline and its builds. */
  async removePipeline(pipeline: Pick<Pipeline, 'organization' | 'slug'>): Promise<void> {
    await this.request('DELETE', `pipelines/${pipeline.organization}/${pipeline.slug}`);
  }

  async addBuild(spec: BuildSpec): Promise<AddedBuild> {
    return this.one('builds', spec);
  }

  /** Adds any number of builds, some thousands at a time. */
  async addBuilds(specs: readonly BuildSpec[]): Promise<readonly AddedBuild[]> {
    const added: AddedBuild[] = [];
    for (let first = 0; first < specs.length; first += BUILDS_PER_REQUEST) {
      const some = specs.slice(first, first + BUILDS_PER_REQUEST);
      added.push(...(await this.request<AddedBuild[]>('POST', 'builds', some)));
    }
    return added;
  }

  /** Lets more happen to a build, now or later; offsets count from its creation. */
  async extendBuild(id: string, steps: readonly StepSpec[]): Promise<AddedBuild> {
    return this.request('POST', `builds/${id}/script`, steps);
  }

  /** What the script of a build says of an instant (ISO 8601 or a duration from now; default now). */
  async truthAt(id: string, at = '0s'): Promise<BuildTruth> {
    return this.request('GET', `truth/builds/${id}?${new URLSearchParams({ at }).toString()}`);
  }

  /** What the scripts of all builds say of an instant, or of those that show that commit at some time. */
  async truthsAt({ at = '0s', commit }: { readonly at?: string; readonly commit?: string } = {}): Promise<
    readonly BuildTruth[]
  > {
    const query = new URLSearchParams({ at, ...(commit !== undefined && { commit }) });
    return this.request('GET', `truth/builds?${query.toString()}`);
  }

  /** Every change of the state that a build shows, in order, those to come included. */
  async truthChanges(id: string): Promise<readonly TruthChange[]> {
    return this.request('GET', `truth/builds/${id}/changes`);
  }

  /** Lets an organization tell a receiver on this machine what happens to its builds, from now on. */
  async addWebhook(spec: WebhookSpec): Promise<AddedWebhook> {
    return this.one('webhooks', spec);
  }

  /** Lets deliveries be lost, doubled, delayed or reordered; what is not said stays. A seed begins its chances anew. */
  async setWebhookConduct(conduct: Partial<WebhookConduct>): Promise<WebhookConduct> {
    return this.request('PATCH', 'webhooks/conduct', conduct);
  }

  /** What was sent and how it was answered, and how many deliveries met which fate. */
  async webhookDeliveries(): Promise<DeliveryReport> {
    return this.request('GET', 'webhooks/deliveries');
  }

  /** Removes all webhooks, what waits to be sent, the log of deliveries and their conduct. */
  async clearWebhooks(): Promise<void> {
    await this.request('DELETE', 'webhooks');
  }

  async clock(): Promise<ClockReading> {
    return this.request('GET', 'clock');
  }

  /** The stand-in's now, RFC 3339. */
  async now(): Promise<string> {
    return new Date((await this.clock()).now).toISOString();
  }

  /** Turns a frozen clock by milliseconds or a duration, or to an ISO 8601 instant; resolves when its followers have followed and due webhooks are answered. */
  async turnClock(by: number | string): Promise<ClockReading> {
    return this.request('POST', 'clock', typeof by === 'number' ? { advanceMs: by } : { now: by });
  }

  /** The requests that the API got, in order; those whose path and decoded query contain the given text. */
  async requests({
    path = '',
    query = '',
  }: { readonly path?: string; readonly query?: string } = {}): Promise<readonly LoggedRequest[]> {
    const { requests } = await this.request<RequestReport>('GET', 'requests');
    return requests.filter((request) => request.path.includes(path) && request.query.includes(query));
  }

  /** How many requests the API got since the start or the last reset. */
  async requestTotal(): Promise<number> {
    return (await this.request<RequestReport>('GET', 'requests')).total;
  }

  async resetRequests(): Promise<void> {
    await this.request('DELETE', 'requests');
  }

  /** The most requests that came in any 60 seconds, for each user and each organization that was asked. */
  async densestWindows(): Promise<readonly DensestWindow[]> {
    return this.request('GET', 'requests/densest');
  }

  /** Spoils the next reply, or as many as are said, of the requests that match (default: any to the API). */
  async addFault(
    fault: Fault,
    { match, times }: { readonly match?: FaultMatch; readonly times?: number } = {},
  ): Promise<void> {
    const spec = { fault, ...(match !== undefined && { match }), ...(times !== undefined && { times }) };
    await this.request('POST', 'faults', [spec]);
  }

  /** The faults that have not been used up. */
  async pendingFaults(): Promise<readonly PendingFault[]> {
    return this.request('GET', 'faults');
  }

  async clearFaults(): Promise<void> {
    await this.request('DELETE', 'faults');
  }

  async changeSettings(values: Partial<SettingsValues>): Promise<SettingsValues> {
    return this.request('PATCH', 'settings', values);
  }

  /** Lets every reply of the API wait for so many milliseconds of the machine. */
  async setReplyDelay(replyDelayMs: number): Promise<void> {
    await this.changeSettings({ replyDelayMs });
  }

  /** Lets every window of the rate limits begin anew. */
  async resetRateLimits(): Promise<void> {
    await this.request('DELETE', 'rate-limits');
  }

  async world(): Promise<WorldReport> {
    return this.request('GET', 'world');
  }

  /** Removes all organizations, tokens, pipelines and builds. */
  async clearWorld(): Promise<void> {
    await this.request('DELETE', 'world');
  }

  private async one<Answer>(path: string, spec: unknown): Promise<Answer> {
    const [answer] = await this.request<[Answer]>('POST', path, [spec]);
    return answer;
  }

  private request<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    return controlRequest(this.url, method, path, body);
  }
}

/** Controls a stand-in that runs at that address, for instance as a child process. */
export function controlBuildkiteStandIn(url: string): BuildkiteControl {
  return new BuildkiteControl(url);
}
