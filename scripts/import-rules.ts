/** What the sources of a room may import besides themselves and, outside the SDK, packages of others. */
export interface Room {
  /** Other rooms by path, and entries of packages by name. A path stands for all that lies below it. */
  readonly may: readonly string[]
  /** The only packages of others; any that the manifest declares when left out. */
  readonly packages?: readonly string[]
  /** Whether Node's own modules are open to it; they are unless told otherwise. */
  readonly node?: boolean
}

const portable = { packages: [], node: false } as const
const sdkEntries = ['@card-member/sdk', '@card-member/sdk/node', '@card-member/sdk/contract', '@card-member/sdk/protocol']
const serviceEntries = [
  '@card-member/service',
  '@card-member/service/database',
  '@card-member/service/database-url',
  '@card-member/service/json-file',
  '@card-member/service/kept-file',
  '@card-member/service/lifecycle',
  '@card-member/service/localized-error',
  '@card-member/service/log',
  '@card-member/service/outbound',
  '@card-member/service/process-lock',
  '@card-member/service/sandbox-wire',
]

/** Who may import whom. The most exact path that holds a file is its room; a file without a room is a mistake. */
export const rooms: Readonly<Record<string, Room>> = {
  'packages/sdk/src/text.ts': { ...portable, may: [] },
  'packages/sdk/src/protocol': { ...portable, may: ['packages/sdk/src/text.ts', '#runtime'] },
  'packages/sdk/src/contract': { ...portable, may: ['packages/sdk/src/text.ts'] },
  'packages/sdk/src/client': {
    ...portable,
    may: [
      'packages/sdk/src/contract',
      'packages/sdk/src/protocol',
      'packages/sdk/src/text.ts',
      'packages/sdk/src/types',
      '#runtime',
      '#transport',
    ],
  },
  'packages/sdk/src/types': { ...portable, may: [] },
  'packages/sdk/src/webhook': {
    ...portable,
    may: ['packages/sdk/src/contract', 'packages/sdk/src/protocol', 'packages/sdk/src/text.ts', 'packages/sdk/src/types', '#runtime'],
  },
  'packages/sdk/src/node': {
    packages: [],
    may: ['packages/sdk/src/client', 'packages/sdk/src/contract', 'packages/sdk/src/protocol', 'packages/sdk/src/text.ts'],
  },
  'packages/sdk/src/opentelemetry': { packages: ['@opentelemetry/api'], node: false, may: ['packages/sdk/src/client'] },
  'packages/sdk/src/index.ts': {
    ...portable,
    may: [
      'packages/sdk/src/client',
      'packages/sdk/src/contract',
      'packages/sdk/src/protocol',
      'packages/sdk/src/text.ts',
      'packages/sdk/src/types',
    ],
  },

  'packages/tlog/src': { ...portable, may: [] },

  'packages/service/src/database': {
    may: [
      'packages/service/src/kept-file.ts',
      'packages/service/src/localized-error.ts',
      '@card-member/sdk/contract',
      '@card-member/sdk/protocol',
    ],
  },
  'packages/service/src': { may: ['packages/service/src/database', '@card-member/sdk/contract'] },

  'packages/platform/src/tenants': {
    // Keys and secrets are read from files in one place for all: what is read for the SDK is read here too.
    may: ['@card-member/sdk/contract', '@card-member/sdk/node', '@card-member/sdk/protocol', ...serviceEntries],
  },
  'packages/platform/src/routes': {
    may: [
      'packages/platform/src/domain',
      'packages/platform/src/tenants',
      // Images are files by name; no query is among them.
      'packages/platform/src/store/images.ts',
      '@card-member/sdk/contract',
      '@card-member/sdk/protocol',
      '@card-member/service',
    ],
  },
  'packages/platform/src/domain': {
    // Which transaction a change shares is the writer's to say, so it stands on the group of service/database itself.
    may: ['packages/platform/src/store', '@card-member/sdk/contract', '@card-member/service/database'],
  },
  // Images are files.
  'packages/platform/src/store': { may: ['@card-member/sdk/contract', ...serviceEntries] },
  'packages/platform/src/delivery': {
    may: [
      'packages/platform/src/domain',
      'packages/platform/src/store',
      'packages/platform/src/tenants',
      '@card-member/sdk/contract',
      '@card-member/sdk/protocol',
      ...serviceEntries,
    ],
  },
  'packages/platform/src/sandbox': {
    may: [
      'packages/platform/src/delivery',
      'packages/platform/src/domain',
      'packages/platform/src/store',
      'packages/platform/src/tenants',
      '@card-member/sdk/contract',
      '@card-member/sdk/protocol',
      ...serviceEntries,
    ],
  },
  'packages/platform/src/testing': {
    may: [
      'packages/platform/src/start.ts',
      'packages/platform/src/node-version.ts',
      'packages/platform/src/sandbox/controls.ts',
      'packages/platform/src/sandbox/fault-targets.ts',
      '@card-member/service/log',
      '@card-member/service/sandbox-wire',
    ],
  },
  // Only these two wire.
  'packages/platform/src/node-version.ts': { may: ['@card-member/service/node-version'] },
  'packages/platform/src/app.ts': { may: ['packages/platform/src', '@card-member/sdk/protocol', ...serviceEntries] },
  'packages/platform/src/start.ts': { may: ['packages/platform/src', '@card-member/sdk/protocol', ...serviceEntries] },
  'packages/platform/src/index.ts': {
    may: [
      'packages/platform/src/node-version.ts',
      'packages/platform/src/start.ts',
      'packages/platform/src/sandbox/sandbox-error.ts',
      'packages/platform/src/tenants/tenants-error.ts',
    ],
  },

  // Pages read it too, so nothing of Node is in it.
  'packages/desk/src/contract': { packages: [], node: false, may: ['@card-member/sdk/contract'] },
  // The command checks credentials without a desk, so nothing of one is in it.
  'packages/desk/src/doctor': { packages: [], may: sdkEntries },
  'packages/desk/src/store': { may: ['packages/desk/src/contract', '@card-member/service/database'] },
  'packages/desk/src/audit': {
    may: [
      'packages/desk/src/store',
      'packages/desk/src/contract/witness-failure.ts',
      '@card-member/tlog',
      '@card-member/sdk/contract',
      '@card-member/sdk/protocol',
      ...serviceEntries,
    ],
  },
  'packages/desk/src/staff': {
    may: [
      'packages/desk/src/contract',
      'packages/desk/src/audit',
      'packages/desk/src/store',
      '@card-member/sdk/protocol',
      ...serviceEntries,
    ],
  },
  'packages/desk/src/files': { may: ['packages/desk/src/contract', '@card-member/sdk/contract'] },
  'packages/desk/src/domain': {
    may: [
      'packages/desk/src/contract',
      'packages/desk/src/doctor',
      'packages/desk/src/staff/account-changes.ts',
      'packages/desk/src/staff/change-handler.ts',
      'packages/desk/src/staff/changes.ts',
      'packages/desk/src/staff/grant-changes.ts',
      'packages/desk/src/staff/invitation-changes.ts',
      'packages/desk/src/staff/actor.ts',
      'packages/desk/src/audit',
      'packages/desk/src/store',
      ...sdkEntries,
      ...serviceEntries,
    ],
  },
  'packages/desk/src/domain/batch': {
    may: [
      'packages/desk/src/contract',
      'packages/desk/src/files',
      'packages/desk/src/staff/actor.ts',
      'packages/desk/src/staff/waiting.ts',
      'packages/desk/src/audit/event.ts',
      'packages/desk/src/domain',
      'packages/desk/src/store',
      ...sdkEntries,
      ...serviceEntries,
    ],
  },
  // What members see, as HTML.
  'packages/desk/src/page': {
    may: ['packages/desk/src/contract', 'packages/desk/src/files/xml-text.ts', '@card-member/sdk/contract'],
  },
  // The desk's public methods: who may, what is answered, and which rule does it.
  'packages/desk/src/facade': {
    may: [
      'packages/desk/src/contract',
      'packages/desk/src/domain',
      'packages/desk/src/files',
      'packages/desk/src/page',
      'packages/desk/src/staff',
      'packages/desk/src/audit',
      'packages/desk/src/store/batch-rows.ts',
      'packages/desk/src/store/batches.ts',
      'packages/desk/src/store/invalidations.ts',
      '@card-member/sdk/contract',
    ],
  },
  'packages/desk/src/routes': {
    may: [
      'packages/desk/src/contract',
      'packages/desk/src/desk.ts',
      'packages/desk/src/facade',
      'packages/desk/src/page',
      // An error of the API, beside those of the contract.
      'packages/desk/src/files/batch-file-error.ts',
      '@card-member/sdk/contract',
      '@card-member/service',
    ],
  },
  // Only these wire.
  'packages/desk/src/parts.ts': { may: ['packages/desk/src', '@card-member/sdk/protocol', ...serviceEntries] },
  'packages/desk/src/desk.ts': { may: ['packages/desk/src'] },
  'packages/desk/src/app.ts': { may: ['packages/desk/src', ...serviceEntries] },
  'packages/desk/src/start.ts': { may: ['packages/desk/src', ...serviceEntries] },
  'packages/desk/src/node-version.ts': { may: ['@card-member/service/node-version'] },
  'packages/desk/src/index.ts': { may: ['packages/desk/src'] },
  // It runs in a browser. Of the desk it has types, and the tables of the contract that it names.
  'packages/console/src': {
    node: false,
    may: ['@card-member/desk/contract', '@card-member/sdk/contract'],
  },

  // The command runs servers, so it shares their log and their way of stopping.
  'packages/cli/src': {
    may: [
      '@card-member/desk',
      '@card-member/desk/contract',
      '@card-member/desk/doctor',
      '@card-member/platform',
      '@card-member/platform/sandbox',
      '@card-member/tlog',
      ...sdkEntries,
      ...serviceEntries,
    ],
  },
}
