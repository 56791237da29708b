export { aead, runtime } from '#runtime'
export { fillText, type Language, type LocalizedText, type TextPart, text } from '../text.ts'
export { type AeadResource, openResource, readApiv3Key, sealResource } from './aead.ts'
export {
  type Authorization,
  type BrandAuthorization,
  brandScheme,
  formatAuthorization,
  type PartnerAuthorization,
  parseAuthorization,
  partnerScheme,
} from './authorization.ts'
export { type Clock, clockSkew, clockWindow, unixSeconds } from './clock.ts'
export { CardMemberError, CredentialError, SignatureError } from './error.ts'
export { credentialErrors, type FileErrorCode, fileError } from './file-errors.ts'
export { decodeText, keyTextOf, secretLine, secretOf } from './file-text.ts'
export { keyErrorOf } from './key-error.ts'
export { findKeyMaterial, type KeyKind, type KeyMaterial } from './key-material.ts'
export { Keyring, type KeyringEntry } from './keyring.ts'
export { type AnswerParts, answerMessage, type RequestParts, requestMessage } from './message.ts'
export { makeNonce } from './nonce.ts'
export { encodePem } from './pem.ts'
export type { ProtocolErrorCode } from './protocol-errors.ts'
export type { ResourceErrorCode } from './resource-errors.ts'
export { type RsaPrivateKey, readPrivateKey, readPublicKey } from './rsa-key.ts'
export type { Aead, AeadInput, PrivateKey, PublicKey, Runtime } from './runtime.ts'
export { longestSealedBytes, open, seal } from './seal.ts'
export { named, shown } from './shown.ts'
export {
  type AnswerSignature,
  type BrandPrincipal,
  isSigned,
  type PartnerPrincipal,
  type Principal,
  type ReadHeader,
  type SignedRequest,
  signAnswer,
  signRequest,
  type Unsigned,
  verifyAnswer,
  verifyRequest,
} from './signature.ts'
export { type Certificate, readCertificate, readCertificates } from './x509.ts'
