package rke2

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/repeatable"
	"github.com/cloudgap/cloudgap/components/rke2/permissions"
)

// nodeRole is the role of servers, or of the agents of a pool, with the profile by which instances get it. The profile is known
// once the role has its rights.
type nodeRole struct {
	arn, profile pulumi.StringOutput
	// lent are the roles that servers lend to pods, in the order of the plan; agents lend none.
	lent []pulumi.StringInput
}

// randomSuffix matches the part that Pulumi appends to physical names.
const randomSuffix = "-???????"

// buildRoles makes the roles of the servers (under the empty key) and of each pool.
func (b *builder) buildRoles(keys keyArns, secrets secretSet, buckets bucketSet) (map[string]nodeRole, error) {
	roles := map[string]nodeRole{}
	for _, n := range b.plan.nodes() {
		made, err := b.buildRole(n, keys, secrets, buckets)
		if err != nil {
			return nil, err
		}
		roles[n.pool] = made
	}
	return roles, nil
}

func (b *builder) buildRole(n nodePlan, keys keyArns, secrets secretSet, buckets bucketSet) (nodeRole, error) {
	var made nodeRole
	role, err := iam.NewRole(b.ctx, b.child(n.kind()+"-role"), &iam.RoleArgs{
		Description:      pulumi.String("Runs the " + n.kind() + " of " + b.name),
		AssumeRolePolicy: b.document(func(p place, _ []string) iamdoc.Document { return instanceTrust(p) }),
		Tags:             b.childTags(n.kind() + "-role"),
	}, b.options()...)
	if err != nil {
		return made, fmt.Errorf("create the role of %s: %w", n.kind(), err)
	}
	about := []pulumi.StringInput{
		buckets.artifacts, buckets.snapshots, buckets.artifactKey, secrets.server, secrets.agent, secrets.authorities, keys.secrets, keys.snapshots, keys.data,
	}
	given := len(about)
	if n.pool == "" {
		if made.lent, err = b.buildPodRoles(role, keys); err != nil {
			return made, err
		}
		about = append(about, made.lent...)
	}
	document := b.document(func(p place, about []string) iamdoc.Document {
		names := permissions.Names{
			Cluster: b.plan.cluster, Artifacts: p.bucket(about[0]), Snapshots: p.bucket(about[1]), ArtifactKey: about[2],
			ServerToken: about[3], AgentToken: about[4], Authorities: about[5], SecretKey: about[6], SnapshotKey: about[7], SessionKey: about[8],
			Lent:         about[given:],
			Repositories: "arn:" + p.partition + ":ecr:" + p.region + ":*:repository/*",
			Group:        p.arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/"+b.child(n.kind())+groupPattern(n)),
		}
		logs := []string{nodeLogs, sessionLogs}
		if n.pool == "" {
			logs = logRoles
		}
		for _, role := range logs {
			names.Logs = append(names.Logs, p.arn("logs", "log-group:"+b.logGroupName(role)+":*"))
		}
		if n.pool == "" {
			return permissions.Server(names)
		}
		return permissions.Agent(names)
	}, about...)
	policy, err := repeatable.RolePolicy(b.ctx, b.child(n.kind()+"-role"), n.kind(), &iam.RolePolicyArgs{Role: role.Name, Policy: document}, b.options()...)
	if err != nil {
		return made, fmt.Errorf("create the policy of the role of %s: %w", n.kind(), err)
	}
	profile, err := iam.NewInstanceProfile(b.ctx, b.child(n.kind()+"-role"), &iam.InstanceProfileArgs{
		Role: role.Name, Tags: b.childTags(n.kind() + "-role"),
	}, b.options()...)
	if err != nil {
		return made, fmt.Errorf("create the instance profile of %s: %w", n.kind(), err)
	}
	made.arn = role.Arn
	// The policy's role stands for the policy, because its id is not known while another one is being put in its place.
	made.profile = pulumi.All(profile.Arn, policy.Role).ApplyT(func(values []any) string { return values[0].(string) }).(pulumi.StringOutput)
	return made, nil
}

// groupPattern is how the names of a node's Auto Scaling groups go on after their role: the zone of a server, and then what
// Pulumi appends. An asterisk would also match the groups of other pools.
func groupPattern(n nodePlan) string {
	if n.pool == "" {
		return "-?" + randomSuffix
	}
	return randomSuffix
}

// kind names the servers, or the agents of a pool, in the names of children.
func (n nodePlan) kind() string {
	if n.pool == "" {
		return "servers"
	}
	return "pool-" + n.pool
}

// instanceTrust lets EC2 hand the role to instances.
func instanceTrust(p place) iamdoc.Document {
	return iamdoc.New(iamdoc.Statement{
		Sid: "Instances", Effect: iamdoc.Allow, Principal: iamdoc.Principal{"Service": {"ec2." + p.suffix}}, Action: []string{"sts:AssumeRole"},
	})
}
