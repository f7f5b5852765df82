package rules

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
)

func TestStatementsAreBoundedOnlyWhereBothSidesAre(t *testing.T) {
	t.Parallel()
	const (
		principalOrg = `"aws:PrincipalOrgID": "o-abcdefghij"`
		resourceOrg  = `"aws:ResourceOrgID": "o-abcdefghij"`
		everything   = `"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"`
	)
	for name, c := range map[string]struct {
		statement         string
		asking, answering bool // whether the side is left open
	}{
		"no condition":                             {everything, true, true},
		"both organizations":                       {everything + `, "Condition": {"StringEquals": {` + principalOrg + `, ` + resourceOrg + `}}`, false, false},
		"lists of accounts":                        {everything + `, "Condition": {"StringEquals": {"aws:PrincipalAccount": ["111122223333"], "aws:ResourceAccount": ["111122223333", "444455556666"]}}`, false, false},
		"keys in lower case":                       {everything + `, "Condition": {"StringEquals": {"aws:principalorgid": "o-abcdefghij", "aws:resourceorgid": "o-abcdefghij"}}`, false, false},
		"paths of the organization":                {everything + `, "Condition": {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-abcdefghij/*", "aws:ResourceOrgPaths": "o-abcdefghij/*"}}`, false, false},
		"holds where the key is missing":           {everything + `, "Condition": {"StringEqualsIfExists": {` + principalOrg + `, ` + resourceOrg + `}}`, true, true},
		"all values, which none satisfies as well": {everything + `, "Condition": {"ForAllValues:StringEquals": {` + principalOrg + `, ` + resourceOrg + `}}`, true, true},
		"negated":                              {everything + `, "Condition": {"StringNotEquals": {` + principalOrg + `, ` + resourceOrg + `}}`, true, true},
		"one value is a star":                  {everything + `, "Condition": {"StringLike": {"aws:PrincipalOrgID": ["o-abcdefghij", "*"], ` + resourceOrg + `}}`, true, false},
		"a principal of any account":           {everything + `, "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/deploy"}, "StringEquals": {` + resourceOrg + `}}`, true, false},
		"a principal of one account":           {everything + `, "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}, "StringEquals": {` + resourceOrg + `}}`, false, false},
		"a service of AWS":                     {everything + `, "Condition": {"Bool": {"aws:PrincipalIsAWSService": true}, "StringEquals": {` + resourceOrg + `}}`, false, false},
		"no service of AWS":                    {everything + `, "Condition": {"Bool": {"aws:PrincipalIsAWSService": "false"}, "StringEquals": {` + resourceOrg + `}}`, true, false},
		"a named account":                      {`"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "*", "Resource": "*"`, false, true},
		"any account as an object":             {`"Effect": "Allow", "Principal": {"AWS": ["*"]}, "Action": "*", "Resource": "*"`, true, true},
		"everybody but one":                    {`"Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"}, "Action": "*", "Resource": "*"`, true, true},
		"a bucket that is named":               {`"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::al2023-repos-eu-central-1-de612dc2/*"`, false, false},
		"a bucket with a variable":             {`"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::${aws:username}/*"`, true, true},
		"a queue of one account":               {`"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-central-1:111122223333:*"`, true, false},
		"a queue of any account":               {`"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-central-1:*:*"`, true, true},
		"roles by web identity":                {`"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRoleWithWebIdentity", "Resource": "arn:aws:iam::111122223333:role/*"`, false, false},
		"roles by another action":              {`"Effect": "Allow", "Principal": "*", "Action": ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRole"], "Resource": "arn:aws:iam::111122223333:role/*"`, true, false},
		"images of AWS":                        {`"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "ec2:DescribeImages", "Resource": "arn:aws:ec2:eu-central-1::image/*"`, false, false},
		"a REST API, whose ARN has no account": {`"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "execute-api:*", "Resource": "arn:aws:apigateway:eu-central-1::/restapis/*"`, false, true},
		"a denial":                             {`"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"`, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, err := parseDocument(fmt.Sprintf(`{"Version": "2012-10-17", "Statement": {%s}}`, c.statement))
			if err != nil {
				t.Fatalf("parse the policy: %v", err)
			}
			wrong := d.unbounded()[0]
			if got := slices.Contains(wrong, askingSide.reason); got != c.asking {
				t.Errorf("principals left open: %v, want %v", got, c.asking)
			}
			if got := slices.Contains(wrong, answeringSide.reason); got != c.answering {
				t.Errorf("resources left open: %v, want %v", got, c.answering)
			}
		})
	}
}

func TestNoTextMakesThePolicyReaderPanic(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		fragments := rapid.SliceOf(rapid.SampledFrom([]string{
			"{", "}", "[", "]", ":", ",", `"Statement"`, `"Effect"`, `"Allow"`, `"Principal"`, `"*"`, `"Condition"`, "null", "1", "true", `"AWS"`, "é",
		})).Draw(t, "text")
		text := ""
		for _, f := range fragments {
			text += f
		}
		if d, err := parseDocument(text); err == nil {
			d.unbounded()
		}
	})
}

func TestServicesWithoutPolicyOrPrivateNamesAgreeWithTheEndpointCatalog(t *testing.T) {
	t.Parallel()
	region := catalog.Region{Name: "us-east-1", Partition: "aws", Suffix: "amazonaws.com", DualStackSuffix: "api.aws"}
	for _, entry := range catalog.All() {
		short := shortService(entry.ServiceName(region))
		if entry.NoPolicy && !slices.Contains(withoutPolicy, short) {
			t.Errorf("endpoints of %s take no policy, but EP-POLICY would demand one", short)
		}
		if (entry.NoPrivateDNS || entry.InboundOnly) && !slices.Contains(withoutPrivateNames, short) {
			t.Errorf("endpoints of %s have no private DNS name in the VPC, but EP-SUBNET would demand one", short)
		}
	}
}
