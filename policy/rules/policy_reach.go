package rules

import (
	"regexp"
	"slices"
	"strings"
)

// side is one of the two ends of a request that a policy has to bound: who asks, and for what.
type side struct {
	// keys are the condition keys that tie the side to an account or an organization.
	keys []string
	// reason says what is wrong where nothing bounds the side.
	reason string
}

var (
	askingSide = side{
		keys:   []string{"aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:PrincipalArn"},
		reason: "lets principals of any account through, because no condition demands aws:PrincipalOrgID or aws:PrincipalAccount",
	}
	answeringSide = side{
		keys:   []string{"aws:ResourceOrgID", "aws:ResourceOrgPaths", "aws:ResourceAccount", "s3:ResourceAccount"},
		reason: "reaches resources of any account, because no condition demands aws:ResourceOrgID or aws:ResourceAccount",
	}
)

// unbounded says what is wrong with each statement of a document, in the order of the statements.
func (d document) unbounded() [][]string {
	wrong := make([][]string, len(d.Statement))
	askingDenied, answeringDenied := d.deniesOthers(askingSide), d.deniesOthers(answeringSide)
	for i, s := range d.Statement {
		if strings.EqualFold(s.Effect, "Deny") {
			continue
		}
		if !answeringDenied && !s.boundsAnswering() {
			wrong[i] = append(wrong[i], answeringSide.reason)
		}
		if !askingDenied && !s.boundsAsking() {
			wrong[i] = append(wrong[i], askingSide.reason)
		}
	}
	return wrong
}

// deniesOthers tells whether the document denies everything to everybody where the keys of the side do not match.
func (d document) deniesOthers(of side) bool {
	return slices.ContainsFunc(d.Statement, func(s statement) bool {
		return strings.EqualFold(s.Effect, "Deny") && s.everybody() && slices.Contains(s.Action, "*") && slices.Contains(s.Resource, "*") &&
			s.conditionNegates(of.keys)
	})
}

// conditionNegates tells whether the condition holds for every request that does not match one of the keys. A further
// condition would narrow the denial, but for the one that spares AWS's own services.
func (s statement) conditionNegates(keys []string) bool {
	negates := false
	for operator, byKey := range s.Condition {
		for key, values := range byKey {
			switch {
			case containsFold(keys, key) && negatedOperator(operator) && !slices.Contains(values, "*"):
				negates = true
			case containsFold([]string{"aws:PrincipalIsAWSService", "aws:ViaAWSService"}, key):
			default:
				return false
			}
		}
	}
	return negates
}

func negatedOperator(operator string) bool {
	operator = strings.TrimSuffix(operator, "IfExists")
	return slices.Contains([]string{"StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike", "ArnNotEquals", "ArnNotLike"}, operator)
}

// boundsAsking tells whether only known principals, or requests that carry none, match the statement.
func (s statement) boundsAsking() bool {
	return s.conditionDemands(askingSide.keys) || s.conditionDemands([]string{"aws:PrincipalIsAWSService"}) || s.namedPrincipals() ||
		s.namesBuckets() || s.only(unsignedActions)
}

// boundsAnswering tells whether only known resources match the statement.
func (s statement) boundsAnswering() bool {
	return s.conditionDemands(answeringSide.keys) || s.only(ownAccountActions) ||
		len(s.Resource) > 0 && !slices.ContainsFunc(s.Resource, func(r string) bool { return !ownedResource(r) })
}

// conditionDemands tells whether the condition holds only where one of the keys has a given value.
func (s statement) conditionDemands(keys []string) bool {
	for operator, byKey := range s.Condition {
		operator = strings.TrimPrefix(operator, "ForAnyValue:")
		if !slices.Contains([]string{"StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "Bool"}, operator) {
			continue
		}
		for key, values := range byKey {
			if containsFold(keys, key) && len(values) > 0 && !slices.ContainsFunc(values, looseValue) {
				return true
			}
		}
	}
	return false
}

// looseValue finds values that match any account: a wildcard alone, or in the place of the account of an ARN.
func looseValue(v conditionValue) bool {
	text := string(v)
	if strings.HasPrefix(text, "arn:") {
		return !account.MatchString(arnAccount(text))
	}
	return text == "" || text == "false" || strings.HasPrefix(text, "*") || strings.HasPrefix(text, "o-*")
}

func (s statement) everybody() bool { return slices.Contains(s.Principal["AWS"], "*") }

// namedPrincipals tells whether each principal is a service, an account, or something in an account.
func (s statement) namedPrincipals() bool {
	named := false
	for kind, list := range s.Principal {
		for _, p := range list {
			if kind != "Service" && !account.MatchString(p) && !account.MatchString(arnAccount(p)) {
				return false
			}
			named = true
		}
	}
	return named
}

// namesBuckets tells whether every resource is in a bucket that is named in full. Requests for the buckets of AWS are
// unsigned or presigned, so that a condition on the principal would deny them.
func (s statement) namesBuckets() bool {
	return len(s.Resource) > 0 && !slices.ContainsFunc(s.Resource, func(r string) bool { return !namedBucket.MatchString(r) })
}

// only tells whether every action of the statement is in a list.
func (s statement) only(actions []string) bool {
	return len(s.Action) > 0 && !slices.ContainsFunc(s.Action, func(a string) bool { return !containsFold(actions, a) })
}

// unsignedActions carry no principal yet. Source: the reference of AWS STS.
var unsignedActions = []string{"sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"}

// ownAccountActions act in the caller's own account, or on no resource, whatever the resource of the statement is; some of
// their services do not fill aws:ResourceAccount. Source: the service authorization reference; the AWS documentation of the
// condition key, for EBS.
var ownAccountActions = []string{
	"ebs:*", "ec2:CreateFleet", "ec2:CreateVolume", "ec2:RunInstances", "ecr:GetAuthorizationToken", "guardduty:SendSecurityTelemetry",
	"sts:GetCallerIdentity",
}

// ownedResource tells whether an ARN names the account that owns the resource: by number, by the name of a bucket, or
// because AWS owns all resources of that form.
func ownedResource(arn string) bool {
	return account.MatchString(arnAccount(arn)) || arnAccount(arn) == "aws" || namedBucket.MatchString(arn) || ofAWS.MatchString(arn)
}

var (
	account     = regexp.MustCompile(`^\d{12}$`)
	namedBucket = regexp.MustCompile(`^arn:[a-z-]+:s3:::[^*?$/]+(/.*)?$`)
	// ofAWS are public images, snapshots, documents, parameters and models, whose ARNs have no account.
	ofAWS = regexp.MustCompile(`^arn:[a-z-]+:(ec2:[^:]*::(image|snapshot)|ssm:[^:]*::(document|parameter/aws|automation-definition)|bedrock:[^:]*::foundation-model)/`)
)

// arnAccount is the account part of an ARN.
func arnAccount(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	return parts[4]
}

func containsFold(list []string, text string) bool {
	return slices.ContainsFunc(list, func(l string) bool { return strings.EqualFold(l, text) })
}
