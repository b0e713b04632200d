/** What the events of the builders are about unless a test says otherwise. */
export const acme = {
  organization: 'acme',
  connection: '0b9c5b5e-6f55-4c19-8f0e-5a6f6d2f3a01',
  tokenVersion: '3f1f2a64-0a4e-4f3a-9c53-0f1c6b7d8e02',
  project: 'shop',
  codeDeployment: 'shop-web',
  environment: 'production',
  repository: 'github.com/acme/shop',
  sha: '4f2d9a1c7be0358d6e1f9b2c3a4d5e6f70819203',
  deploy: '7d1e0c3a-52b4-4f86-9a7d-2c1b0e9f8d03',
  build: '019a0f6e-2b7c-4d11-8a55-6e3f2d1c0b04',
  pipeline: '019a0000-1111-4222-8333-444455556605',
  /** T of the deploy. */
  deployedAt: '2026-11-23T12:00:00.000Z',
} as const;
