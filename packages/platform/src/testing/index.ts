import '../node-version.ts'

export type {
  ActiveFault,
  ClockChange,
  ClockState,
  FaultRule,
  MemberCard,
  MemberExchange,
  MemberJoin,
  RecordedNotification,
  RecordedRequest,
  SignatureCheck,
} from '../sandbox/controls.ts'
export { connectSandbox, SandboxApiError, type SandboxClient, type SandboxState } from './connect-sandbox.ts'
export { startPlatform, type TestCredential, type TestPlatform, type TestPlatformOptions } from './start-platform.ts'
