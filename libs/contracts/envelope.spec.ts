import { envelope } from './envelope.js';
import { eventId } from './event-id.js';
import { acme, aDeployRegistered } from './testing/index.js';

const { data } = aDeployRegistered();
const content = {
  id: eventId('deploy-registered', data.deploy),
  source: '/services/deploys',
  time: '2026-11-23T12:00:00.250Z',
  data,
};

describe('an envelope', () => {
  it('is a CloudEvent of version 1.0 that carries the data', () => {
    expect(envelope('sleuth.deploy-registered.v1', content)).toEqual({
      specversion: '1.0',
      id: content.id,
      source: '/services/deploys',
      type: 'sleuth.deploy-registered.v1',
      subject: `${acme.organization}:${acme.sha}`,
      time: '2026-11-23T12:00:00.250Z',
      datacontenttype: 'application/json',
      organization: acme.organization,
      data,
    });
  });

  it('carries the trace context when there is one', () => {
    const traceparent = '00-1d2c3b4a59687786950413223140ffee-a1b2c3d4e5f60718-01';

    expect(envelope('sleuth.deploy-registered.v1', { ...content, traceparent })).toMatchObject({
      traceparent,
    });
  });

  it('has no attribute for a trace context that is not there', () => {
    expect(
      envelope('sleuth.deploy-registered.v1', { ...content, traceparent: undefined }),
    ).not.toHaveProperty('traceparent');
  });
});
