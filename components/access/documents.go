package access

import (
	"encoding/json"
	"fmt"

	"github.com/cloudgap/cloudgap/components/access/connector"
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/kmskey"
)

// names are the physical names that documents repeat before the resources exist.
type names struct {
	// component is the component's name; groups and instances carry it.
	component string
	// connectorLogs and sessionLogs are the log groups.
	connectorLogs, sessionLogs string
	// sessionKey is the alias of the key that encrypts sessions.
	sessionKey string
}

// connectorTag is on every connector, so that the break-glass role reaches connectors and no other instance.
const connectorTag = "cloudgap:connector-of"

// groupPrefix begins the physical name of the Auto Scaling group, which Pulumi makes of the child's name.
func (n names) groupPrefix() string { return n.component + "-connectors" }

// keyPolicy lets CloudWatch Logs use the key for the two log groups, Auto Scaling for the connectors' volumes, and alarms and events
// for the topic.
// Source: the SNS developer guide, "Enable compatibility between event sources and encrypted topics".
func keyPolicy(p place, n names) iamdoc.Document {
	at := kmskey.Place{Region: p.region.Name, Partition: p.region.Partition, Suffix: p.region.Suffix, Account: p.account}
	document := iamdoc.New(append([]iamdoc.Statement{kmskey.Governed(at), kmskey.Logs(at, n.connectorLogs, n.sessionLogs)}, kmskey.Launchers(at, false)...)...)
	document.Statement = append(document.Statement, iamdoc.Statement{
		Sid: "AlarmsReachTheTopic", Effect: iamdoc.Allow, Principal: iamdoc.Principal{"Service": alarming}, Action: []string{"kms:Decrypt", "kms:GenerateDataKey*"},
		Resource: []string{"*"}, Condition: iamdoc.Conditions{"StringEquals": {"aws:SourceAccount": {p.account}}},
	})
	return document
}

// alarming are the services that publish to the topic.
var alarming = []string{"cloudwatch.amazonaws.com", "events.amazonaws.com"}

// topicPolicy lets alarms and events of this account publish, over TLS.
func topicPolicy(p place, topic string) iamdoc.Document {
	return iamdoc.New(
		iamdoc.Statement{
			Sid: "AlarmsOfThisAccount", Effect: iamdoc.Allow, Principal: iamdoc.Principal{"Service": alarming}, Action: []string{"sns:Publish"}, Resource: []string{topic},
			Condition: iamdoc.Conditions{"StringEquals": {"aws:SourceAccount": {p.account}}},
		},
		iamdoc.Statement{
			Sid: "EncryptedOnly", Effect: "Deny", Principal: iamdoc.AnyPrincipal, Action: []string{"sns:Publish"}, Resource: []string{topic},
			Condition: iamdoc.Conditions{"Bool": {"aws:SecureTransport": {"false"}}},
		},
	)
}

// instanceTrust lets EC2 give the role to instances.
func instanceTrust(p place) iamdoc.Document {
	return iamdoc.New(iamdoc.Statement{
		Sid: "Instances", Effect: iamdoc.Allow, Principal: iamdoc.Principal{"Service": {"ec2." + p.region.Suffix}}, Action: []string{"sts:AssumeRole"},
	})
}

// connectorNeeds are the ARNs and ids that a connector's permissions name.
type connectorNeeds struct {
	secret, key, vpc string
	// packageKey is the key of the packages; empty where the bucket needs none.
	packageKey string
}

// connectorPolicy is what a connector may do: read its token, from inside its VPC only; install its packages; say how it is;
// write its logs; be reached by Session Manager. Describe calls of Auto Scaling and the agent's own calls know no resources.
func connectorPolicy(p place, n names, needs connectorNeeds, packages []connector.Package) iamdoc.Document {
	group := p.arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/"+n.groupPrefix()+"*")
	logs := []string{p.arn("logs", "log-group:"+n.connectorLogs+":*"), p.arn("logs", "log-group:"+n.sessionLogs+":*")}
	token := allow("ReadToken", []string{"secretsmanager:GetSecretValue"}, needs.secret)
	// The condition holds for requests through a VPC endpoint only, so that stolen credentials are of no use elsewhere.
	token.Condition = iamdoc.Conditions{"StringEquals": {"aws:SourceVpc": {needs.vpc}}}
	statements := []iamdoc.Statement{
		token,
		allow("DecryptTokenAndSessions", []string{"kms:Decrypt"}, needs.key),
		allow("SeeOwnState", []string{"autoscaling:DescribeAutoScalingInstances"}, "*"),
		allow("SayHowItIs", []string{"autoscaling:CompleteLifecycleAction", "autoscaling:SetInstanceHealth"}, group),
		allow("WriteLogs", []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"}, logs...),
		allow("FindLogGroups", []string{"logs:DescribeLogGroups"}, "*"),
		allow("BeReachedBySessionManager", []string{
			"ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel",
			"ssmmessages:OpenDataChannel",
		}, "*"),
	}
	var objects []string
	for _, r := range packages {
		objects = append(objects, "arn:"+p.region.Partition+":s3:::"+r.Bucket+"/"+r.Key)
	}
	if len(objects) > 0 {
		statements = append(statements, allow("ReadPackages", []string{"s3:GetObject"}, objects...))
	}
	if needs.packageKey != "" {
		statements = append(statements, allow("DecryptPackages", []string{"kms:Decrypt"}, needs.packageKey))
	}
	return iamdoc.New(statements...)
}

// breakGlassTrust lets the named people take the role, each after a second factor and for an hour.
func breakGlassTrust(principals []string) iamdoc.Document {
	return iamdoc.New(iamdoc.Statement{
		Sid: "PeopleWithASecondFactor", Effect: iamdoc.Allow, Principal: iamdoc.Principal{"AWS": principals}, Action: []string{"sts:AssumeRole"},
		Condition: iamdoc.Conditions{"Bool": {"aws:MultiFactorAuthPresent": {"true"}}, "NumericLessThan": {"aws:MultiFactorAuthAge": {"3600"}}},
	})
}

// breakGlassPolicy lets the role open recorded sessions to connectors, and nothing else: no other instance, and no other
// document, such as one that forwards ports.
func breakGlassPolicy(p place, n names, document, key string) iamdoc.Document {
	instances := allow("OpenSessionsToConnectors", []string{"ssm:StartSession"}, p.arn("ec2", "instance/*"))
	instances.Condition = iamdoc.Conditions{"StringEquals": {"ssm:resourceTag/" + connectorTag: {n.component}}}
	recorded := allow("RecordedOnly", []string{"ssm:StartSession"}, p.arn("ssm", "document/"+document))
	return iamdoc.New(
		instances, recorded,
		allow("EndOwnSessions", []string{"ssm:ResumeSession", "ssm:TerminateSession"}, p.arn("ssm", "session/${aws:userid}-*")),
		allow("FindConnectors", []string{"ec2:DescribeInstances", "ssm:DescribeInstanceInformation", "ssm:DescribeSessions", "ssm:GetConnectionStatus"}, "*"),
		allow("EncryptSessions", []string{"kms:GenerateDataKey"}, key),
	)
}

// sessionDocument are the settings of a session: a shell, encrypted with the key, streamed to the log group as it happens, and
// ended when it is left alone. A session is refused where it cannot be recorded.
func sessionDocument(n names) (string, error) {
	data, err := json.Marshal(map[string]any{
		"schemaVersion": "1.0", "description": "Break-glass sessions to connectors, recorded", "sessionType": "Standard_Stream",
		"inputs": map[string]any{
			"cloudWatchLogGroupName": n.sessionLogs, "cloudWatchEncryptionEnabled": true, "cloudWatchStreamingEnabled": true, "kmsKeyId": n.sessionKey,
			"s3BucketName": "", "s3KeyPrefix": "", "s3EncryptionEnabled": true, "idleSessionTimeout": "15", "maxSessionDuration": "60", "runAsEnabled": false,
		},
	})
	if err != nil {
		return "", fmt.Errorf("write the session document: %w", err)
	}
	return string(data), nil
}

// sessionPattern matches every session that anybody opens in the account and Region, as CloudTrail reports it. Sessions to
// other hosts match as well: what is told of too often is better than a session that nobody hears of.
func sessionPattern() (string, error) {
	data, err := json.Marshal(map[string]any{
		"source": []string{"aws.ssm"}, "detail-type": []string{"AWS API Call via CloudTrail"},
		"detail": map[string]any{"eventSource": []string{"ssm.amazonaws.com"}, "eventName": []string{"ResumeSession", "StartSession"}},
	})
	if err != nil {
		return "", fmt.Errorf("write the pattern of session events: %w", err)
	}
	return string(data), nil
}

func allow(sid string, actions []string, resources ...string) iamdoc.Statement {
	return iamdoc.Statement{Sid: sid, Effect: iamdoc.Allow, Action: actions, Resource: resources}
}
