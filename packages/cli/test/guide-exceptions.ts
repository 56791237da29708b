import type { Block } from './guide-page.ts'

/** A block that no test runs, and why. */
export interface Exception {
  /** The page in English. */
  readonly page: string
  /** How its code begins. */
  readonly begins: string
  readonly why: string
}

const inContainers = 'needs Docker and a registry of images; npm run container builds the image, and runs it as compose.yaml says'
const fragment = 'a fragment: its names are those of your own program; the tests of the SDK run every adapter'

/** Every block that is not run. A block that is neither here nor run fails a test, and so does an event without its block. */
export const exceptions: readonly Exception[] = [
  { page: 'README.md', begins: 'npm ci && npm test', why: 'is what runs the guides' },
  { page: 'docs/first-steps.md', begins: '{\n  "mchid"', why: 'your own credential; a test compares its fields with those of the demo' },
  { page: 'docs/desk-administrators.md', begins: 'card-member desk --port', why: 'names a host and files of yours' },
  {
    page: 'docs/desk-administrators.md',
    begins: "npx card-member desk join 'http:",
    why: 'needs the link that a first start prints; tests of the command take one',
  },
  {
    page: 'docs/desk-administrators.md',
    begins: "npx card-member desk join 'https:",
    why: 'needs a link that a desk prints, and names a host of yours; tests of the command take one',
  },
  {
    page: 'docs/desk-administrators.md',
    begins: "npx card-member desk settings --set 'notify_url",
    why: 'names a receiver of yours; a test of the desk posts to one',
  },
  { page: 'docs/desk-administrators.md', begins: '{ "id": "0b0e', why: 'shows the form of what a receiver of yours is sent' },
  {
    page: 'docs/desk-administrators.md',
    begins: "import { createPublicKey, verify } from 'node:crypto'",
    why: 'a fragment of a receiver of yours; a test of the desk verifies the same way',
  },
  { page: 'docs/desk-administrators.md', begins: '{\n  "issuer"', why: 'your own provider' },
  {
    page: 'docs/desk-administrators.md',
    begins: '[\n  { "name": "main"',
    why: 'your own credentials; a test gives it to a desk beside the demo',
  },
  { page: 'docs/desk-administrators.md', begins: '{ "current": "k2"', why: 'shows where keys go, without keys' },
  { page: 'docs/desk-administrators.md', begins: '17 3 * * *', why: 'a line for cron, with an account of yours' },
  { page: 'packages/tlog/README.md', begins: "import { hash } from 'node:crypto'", why: 'shows one option; the tests of trees give it' },
  { page: 'packages/sdk/README.md', begins: 'npm install', why: 'the test of packages installs what was packed' },
  { page: 'packages/service/README.md', begins: 'npm install', why: 'the test of packages installs what was packed' },
  { page: 'packages/platform/README.md', begins: 'npm install', why: 'the test of packages installs what was packed' },
  { page: 'packages/desk/README.md', begins: 'npm install', why: 'the test of packages installs what was packed' },
  { page: 'packages/cli/README.md', begins: 'npm install', why: 'the test of packages installs what was packed' },
  { page: 'packages/tlog/README.md', begins: 'npm install', why: 'the test of packages installs what was packed' },
  { page: 'docs/webhook.md', begins: "import { expressWebhook } from '@card-member/sdk/webhook/express'", why: fragment },
  { page: 'docs/webhook.md', begins: "import { fastifyWebhook } from '@card-member/sdk/webhook/fastify'", why: fragment },
  { page: 'docs/webhook.md', begins: "import { honoWebhook } from '@card-member/sdk/webhook/hono'", why: fragment },
  { page: 'docs/webhook.md', begins: "import { koaWebhook } from '@card-member/sdk/webhook/koa'", why: fragment },
  { page: 'docs/webhook.md', begins: "import { nestWebhook } from '@card-member/sdk/webhook/nest'", why: fragment },
  { page: 'docs/webhook.md', begins: "import { handleRequest } from '@card-member/sdk/webhook'", why: fragment },
  { page: 'docs/webhook.md', begins: "import { receive, reply } from '@card-member/sdk/webhook'", why: fragment },
  { page: 'docs/webhook.md', begins: "import { sqlEventStore } from '@card-member/sdk/webhook'", why: fragment },
  { page: 'docs/webhook.md', begins: "import { handleRequest, type KeyringResolver } from '@card-member/sdk/webhook'", why: fragment },
  { page: 'docs/platform.md', begins: '{\n  "platform"', why: 'every field at once, of merchants of yours; the example before it is run' },
  {
    page: 'docs/platform.md',
    begins: '{ "current": "k1"',
    why: 'shows the form; the example at the top writes such a file and runs with it',
  },
  { page: 'docs/install.md', begins: 'rm -rf dist\nnpm ci', why: 'the test has the packages made by the same script before it begins' },
  { page: 'docs/install.md', begins: 'docker build --tag', why: inContainers },
  { page: 'docs/install.md', begins: 'docker run --rm', why: inContainers },
  { page: 'docs/install.md', begins: 'mkdir -p -m 700 /etc/card-member-secrets', why: inContainers },
  { page: 'docs/install.md', begins: 'DESK_URL=', why: inContainers },
  { page: 'docs/install.md', begins: 'docker compose exec desk', why: inContainers },
  {
    page: 'docs/install.md',
    begins: 'BACKUP=/var/backups/card-member/$(date +%Y-%m-%d-%H%M%S)\nmkdir -p -m 700 "$BACKUP"\n',
    why: inContainers,
  },
  { page: 'docs/install.md', begins: 'docker compose stop', why: inContainers },
  {
    page: 'docs/install.md',
    begins: 'BACKUP=/var/backups/card-member/$(date +%Y-%m-%d-%H%M%S)\nfor part',
    why: 'PostgreSQL; a test of its own backs both databases up and restores them',
  },
  {
    page: 'docs/install.md',
    begins:
      'BACKUP=$(ls -d /var/backups/card-member/* | tail -n 1)\nfor part in platform desk; do\n  rm -rf "/var/lib/card-member/$part"\n  mkdir -p -m 700 "/var/lib/card-member/$part"\n  tar',
    why: 'PostgreSQL; a test of its own backs both databases up and restores them',
  },
  { page: 'docs/install.md', begins: 'rule_files:', why: 'a part of a file of Prometheus, which reads it in a test of its own' },
  { page: 'docs/proxy.md', begins: 'server {\n  listen 443 ssl;\n  server_name pay.', why: 'nginx with TLS; a test of its own runs it' },
  { page: 'docs/proxy.md', begins: 'server {\n  listen 443 ssl;\n  server_name desk.', why: 'nginx with TLS; a test of its own runs it' },
  { page: 'docs/proxy.md', begins: 'pay.example.com {', why: 'Caddy with TLS; a test of its own runs it' },
  { page: 'docs/proxy.md', begins: 'desk.example.com {', why: 'Caddy with TLS; a test of its own runs it' },
  { page: 'docs/performance.md', begins: 'npm run bench', why: 'takes minutes' },
  { page: 'docs/fuzzing.md', begins: 'npm run fuzz ', why: 'takes minutes; npm test runs it smaller' },
  { page: 'docs/desk-proof.md', begins: 'npm run proof', why: 'takes a quarter of an hour; the tests run it smaller' },
]

/** Why a block is not run; undefined for one that is. */
export function exceptionOf({ place, code }: Block): Exception | undefined {
  const [page = ''] = place.replace('.zh-CN', '').split(':')
  return exceptions.find((exception) => exception.page === page && code.startsWith(exception.begins))
}
