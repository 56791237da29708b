import './node-version.ts'

export { SandboxError } from './sandbox/sandbox-error.ts'
export { type Platform, type PlatformOptions, startPlatform } from './start.ts'
export { TenantsError } from './tenants/tenants-error.ts'
