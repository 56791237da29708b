export { credentialFromEnv } from './credential-env.ts'
export { readCredential } from './credential-file.ts'
