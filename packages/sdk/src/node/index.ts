export { credentialFromEnv } from './credential-env.ts'
export { credentialFrom, readCredential } from './credential-file.ts'
export { notRead, readKeyFile, readSecretFile, readSmallFile, readSmallFileSync, readTextFile } from './key-file.ts'
export { createTransport } from './transport-node.ts'
