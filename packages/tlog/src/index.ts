export { askWitness, type WitnessCall, type WitnessedCheckpoint } from './ask-witness.ts'
export {
  type Checkpoint,
  type CheckpointTrust,
  type Cosignature,
  formatCheckpoint,
  type OpenedCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.ts'
export { CompactTree, type TreeState, treeState } from './compact-tree.ts'
export { formatEntryBundle, maxEntryLength, parseEntryBundle } from './entry-bundle.ts'
export { emptyRoot, type HashOptions, leafHash, nodeHash } from './hash.ts'
export { formatVerifierKey, type KeyParts, type KeyType, keyId, parseVerifierKey } from './key.ts'
export { formatNote, formatSignatureLine, type Note, type NoteSignature, parseNote } from './note.ts'
export { type OpenedNote, openNote, signNote } from './open-note.ts'
export { consistencyProof, inclusionProof, type Proof, treeRoot } from './proof.ts'
export { formatProofFile, type ProofFile, type ProvenEntry, parseProofFile, verifyProofFile } from './proof-file.ts'
export { type PublishedCheckpoint, PublishedLog } from './published-log.ts'
export { type Sha256, sha256 } from './sha256.ts'
export { generateKey, importSigner, type NoteSigner, type SignerOptions, signerFromSeed } from './signer.ts'
export { type HashTile, newTiles, parseTilePath, type Tile, tileHashReader, tilePath, tileWidth } from './tile.ts'
export { type ReadPath, type TileStorage, urlReader } from './tile-storage.ts'
export { TileWriter } from './tile-writer.ts'
export { TlogError } from './tlog-error.ts'
export { type Language, type LocalizedText, type TextPart, type TlogErrorCode, tlogErrors } from './tlog-errors.ts'
export type { HashReader, NodePosition, TreeNode } from './tree-node.ts'
export { importVerifier, type NoteVerifier } from './verifier.ts'
export { type ConsistencyClaim, type InclusionClaim, verifyConsistency, verifyInclusion } from './verify-proof.ts'
export { type WitnessedLog, type WitnessHandler, type WitnessOptions, type WitnessStorage, witness } from './witness.ts'
export { formatWitnessRequest, parseWitnessRequest, type WitnessRequest } from './witness-request.ts'
