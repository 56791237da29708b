import '../node-version.ts'

export type {
  ActiveFault,
  ClockState,
  RecordedNotification,
  RecordedRequest,
  SandboxState,
  SignatureCheck,
} from '@card-member/service/sandbox-wire'
export type { ClockChange, FaultRule, MemberCard, MemberExchange, MemberJoin } from '../sandbox/controls.ts'
export { connectSandbox, SandboxApiError, type SandboxClient } from './connect-sandbox.ts'
export { startPlatform, type TestCredential, type TestPlatform, type TestPlatformOptions } from './start-platform.ts'
