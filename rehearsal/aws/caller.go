package aws

import (
	"fmt"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// The identity that deploys in the simulated account, and the organization that the account belongs to.
const (
	callerRole     = "rehearsal"
	callerSession  = "cloudgap"
	callerID       = "AROAEXAMPLEREHEARSAL0"
	organizationID = "o-exampleorg1"
	rootID         = "r-exam"
)

// callerARN is the ARN of the assumed role under which the program deploys.
func callerARN(at cloud.Account) string {
	return fmt.Sprintf("arn:%s:sts::%s:assumed-role/%s/%s", at.Partition, at.ID, callerRole, callerSession)
}

// callerNames are the names under which a policy may admit the caller. The caller is an administrator by IAM, so that a policy
// which leaves the decision to the account admits it.
func callerNames(at cloud.Account) []string {
	return []string{
		fmt.Sprintf("arn:%s:iam::%s:root", at.Partition, at.ID), at.ID,
		fmt.Sprintf("arn:%s:iam::%s:role/%s", at.Partition, at.ID, callerRole), callerARN(at),
	}
}

// callerContext are the condition keys of a call by the caller, in lower case. The caller is outside the VPCs: no key names an endpoint
// or a VPC.
func callerContext(at cloud.Account) map[string]string {
	return map[string]string{
		"aws:principalaccount": at.ID, "aws:principalorgid": organizationID, "aws:principaltype": "AssumedRole", "kms:calleraccount": at.ID,
		"aws:securetransport": "true", "aws:viaawsservice": "false", "aws:principalisawsservice": "false",
		"aws:principalarn": fmt.Sprintf("arn:%s:iam::%s:role/%s", at.Partition, at.ID, callerRole),
	}
}
