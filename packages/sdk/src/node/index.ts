export { credentialFromEnv } from './credential-env.ts'
export { credentialFrom, readCredential } from './credential-file.ts'
export { createTransport } from './transport-node.ts'
