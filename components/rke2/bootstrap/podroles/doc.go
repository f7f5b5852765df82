// Package podroles lends AWS roles to pods on a server. A pod shows the token of its service account; the service asks the
// cluster's own API whose it is, looks up the account's role, and answers with credentials of a session that names the account.
// To the AWS SDKs in the pod it is a container's source of credentials:
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
//
// Tokens and credentials are never logged, and no message holds either.
package podroles
