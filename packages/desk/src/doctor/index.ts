export { type AnyCredential, type CredentialSource, checkFields, type FieldReport } from './fields.ts'
export { type Finding, found } from './finding.ts'
export { checkOnline, type OnlineOptions } from './online.ts'
