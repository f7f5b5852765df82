package programs

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/autoscaling"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ssm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// servers is what a control plane of our own machines needs: a group of instances behind an internal load balancer with a
// private name, a group of agents of several types, buckets, secrets, a session document, an alarm. The groups have no instance.
func servers(ctx *pulumi.Context, changed bool) error {
	made, err := newIsolated(ctx, "srv", "10.3")
	if err != nil {
		return err
	}
	key, err := kms.NewKey(ctx, "srv", &kms.KeyArgs{EnableKeyRotation: pulumi.Bool(true), DeletionWindowInDays: pulumi.Int(7), Tags: tags("srv")})
	if err != nil {
		return err
	}
	if _, err := kms.NewAlias(ctx, "srv", &kms.AliasArgs{Name: pulumi.String("alias/srv"), TargetKeyId: key.KeyId}); err != nil {
		return err
	}
	target, err := loadBalancer(ctx, made)
	if err != nil {
		return err
	}
	if err := serverGroup(ctx, made, target, key, changed); err != nil {
		return err
	}
	if err := bucket(ctx, key); err != nil {
		return err
	}
	return secretAndDocument(ctx, key)
}

func loadBalancer(ctx *pulumi.Context, made *isolated) (*lb.TargetGroup, error) {
	group, err := ec2.NewSecurityGroup(ctx, "srv-lb", &ec2.SecurityGroupArgs{VpcId: made.vpc.ID(), Description: pulumi.String("API from inside"), Tags: tags("srv-lb"),
		Ingress: ec2.SecurityGroupIngressArray{&ec2.SecurityGroupIngressArgs{
			Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(6443), ToPort: pulumi.Int(6443), CidrBlocks: pulumi.ToStringArray([]string{"10.3.0.0/16"}),
		}}})
	if err != nil {
		return nil, err
	}
	balancer, err := lb.NewLoadBalancer(ctx, "srv", &lb.LoadBalancerArgs{
		Name: pulumi.String("srv"), Internal: pulumi.Bool(true), LoadBalancerType: pulumi.String("network"), Subnets: made.subnets,
		SecurityGroups: pulumi.StringArray{group.ID()}, EnableCrossZoneLoadBalancing: pulumi.Bool(true), Tags: tags("srv"),
	})
	if err != nil {
		return nil, err
	}
	target, err := lb.NewTargetGroup(ctx, "srv-api", &lb.TargetGroupArgs{
		Name: pulumi.String("srv-api"), Port: pulumi.Int(6443), Protocol: pulumi.String("TCP"), VpcId: made.vpc.ID(), TargetType: pulumi.String("instance"),
		DeregistrationDelay: pulumi.Int(30), PreserveClientIp: pulumi.String("false"), Tags: tags("srv-api"),
		HealthCheck: &lb.TargetGroupHealthCheckArgs{Protocol: pulumi.String("HTTPS"), Path: pulumi.String("/readyz"), Port: pulumi.String("6443")},
	})
	if err != nil {
		return nil, err
	}
	if _, err := lb.NewListener(ctx, "srv-api", &lb.ListenerArgs{
		LoadBalancerArn: balancer.Arn, Port: pulumi.Int(6443), Protocol: pulumi.String("TCP"), Tags: tags("srv-api"),
		DefaultActions: lb.ListenerDefaultActionArray{&lb.ListenerDefaultActionArgs{Type: pulumi.String("forward"), TargetGroupArn: target.Arn}},
	}); err != nil {
		return nil, err
	}
	zone, err := route53.NewZone(ctx, "srv", &route53.ZoneArgs{
		Name: pulumi.String("srv.internal"), Vpcs: route53.ZoneVpcArray{&route53.ZoneVpcArgs{VpcId: made.vpc.ID()}}, Tags: tags("srv"),
	})
	if err != nil {
		return nil, err
	}
	_, err = route53.NewRecord(ctx, "srv-api", &route53.RecordArgs{
		ZoneId: zone.ZoneId, Name: pulumi.String("api.srv.internal"), Type: pulumi.String("A"),
		Aliases: route53.RecordAliasArray{&route53.RecordAliasArgs{Name: balancer.DnsName, ZoneId: balancer.ZoneId, EvaluateTargetHealth: pulumi.Bool(true)}},
	})
	return target, err
}

func serverGroup(ctx *pulumi.Context, made *isolated, target *lb.TargetGroup, key *kms.Key, changed bool) error {
	role, err := roleWith(ctx, "srv", "ec2.amazonaws.com", "AmazonSSMManagedInstanceCore")
	if err != nil {
		return err
	}
	profile, err := iam.NewInstanceProfile(ctx, "srv", &iam.InstanceProfileArgs{Role: role.Name, Tags: tags("srv")})
	if err != nil {
		return err
	}
	template, err := ec2.NewLaunchTemplate(ctx, "srv", &ec2.LaunchTemplateArgs{
		ImageId: pulumi.String("ami-12c6146b"), InstanceType: pulumi.String("m7i.large"), UserData: pulumi.String("IyEvYmluL3NoCg=="), Tags: tags("srv"),
		IamInstanceProfile: &ec2.LaunchTemplateIamInstanceProfileArgs{Arn: profile.Arn},
		BlockDeviceMappings: ec2.LaunchTemplateBlockDeviceMappingArray{&ec2.LaunchTemplateBlockDeviceMappingArgs{
			DeviceName: pulumi.String("/dev/xvda"),
			Ebs: &ec2.LaunchTemplateBlockDeviceMappingEbsArgs{
				Encrypted: pulumi.String("true"), VolumeType: pulumi.String("gp3"), VolumeSize: pulumi.Int(40), KmsKeyId: key.Arn,
			},
		}},
		MetadataOptions: &ec2.LaunchTemplateMetadataOptionsArgs{HttpTokens: pulumi.String("required"), HttpPutResponseHopLimit: pulumi.Int(1)},
	})
	if err != nil {
		return err
	}
	grace := 300
	if changed {
		grace = 600
	}
	if err := agentGroup(ctx, made, template, changed); err != nil {
		return err
	}
	group, err := autoscaling.NewGroup(ctx, "srv", &autoscaling.GroupArgs{
		MinSize: pulumi.Int(0), MaxSize: pulumi.Int(1), DesiredCapacity: pulumi.Int(0), VpcZoneIdentifiers: made.subnets, TargetGroupArns: pulumi.StringArray{target.Arn},
		HealthCheckGracePeriod: pulumi.Int(grace), HealthCheckType: pulumi.String("EC2"),
		LaunchTemplate: &autoscaling.GroupLaunchTemplateArgs{Id: template.ID(), Version: pulumi.Sprintf("%d", template.LatestVersion)},
		Tags:           autoscaling.GroupTagArray{&autoscaling.GroupTagArgs{Key: pulumi.String("Name"), Value: pulumi.String("srv"), PropagateAtLaunch: pulumi.Bool(true)}},
	})
	if err != nil {
		return err
	}
	if _, err := autoscaling.NewLifecycleHook(ctx, "srv-launch", &autoscaling.LifecycleHookArgs{
		AutoscalingGroupName: group.Name, LifecycleTransition: pulumi.String("autoscaling:EC2_INSTANCE_LAUNCHING"),
		DefaultResult: pulumi.String("ABANDON"), HeartbeatTimeout: pulumi.Int(900),
	}); err != nil {
		return err
	}
	_, err = cloudwatch.NewMetricAlarm(ctx, "srv-members", &cloudwatch.MetricAlarmArgs{
		Name: pulumi.String("srv-members"), Namespace: pulumi.String("AWS/AutoScaling"), MetricName: pulumi.String("GroupInServiceInstances"),
		Statistic: pulumi.String("Minimum"), ComparisonOperator: pulumi.String("LessThanThreshold"), Threshold: pulumi.Float64(1),
		EvaluationPeriods: pulumi.Int(3), Period: pulumi.Int(60), Dimensions: pulumi.StringMap{"AutoScalingGroupName": group.Name}, Tags: tags("srv-members"),
	})
	return err
}

// agentGroup chooses among instance types and holds new instances from the start, which the provider makes in two steps. Another
// choice of types has it start an instance refresh.
func agentGroup(ctx *pulumi.Context, made *isolated, template *ec2.LaunchTemplate, changed bool) error {
	types := []string{"m7i.large", "m7a.large"}
	if changed {
		types = append(types, "m6i.large")
	}
	var overrides autoscaling.GroupMixedInstancesPolicyLaunchTemplateOverrideArray
	for _, name := range types {
		overrides = append(overrides, &autoscaling.GroupMixedInstancesPolicyLaunchTemplateOverrideArgs{InstanceType: pulumi.String(name)})
	}
	_, err := autoscaling.NewGroup(ctx, "srv-agents", &autoscaling.GroupArgs{
		MinSize: pulumi.Int(0), MaxSize: pulumi.Int(3), VpcZoneIdentifiers: made.subnets, HealthCheckType: pulumi.String("EC2"),
		MixedInstancesPolicy: &autoscaling.GroupMixedInstancesPolicyArgs{
			InstancesDistribution: &autoscaling.GroupMixedInstancesPolicyInstancesDistributionArgs{
				OnDemandAllocationStrategy: pulumi.String("prioritized"), OnDemandBaseCapacity: pulumi.Int(0),
				OnDemandPercentageAboveBaseCapacity: pulumi.Int(0), SpotAllocationStrategy: pulumi.String("price-capacity-optimized"),
			},
			LaunchTemplate: &autoscaling.GroupMixedInstancesPolicyLaunchTemplateArgs{
				LaunchTemplateSpecification: &autoscaling.GroupMixedInstancesPolicyLaunchTemplateLaunchTemplateSpecificationArgs{
					LaunchTemplateId: template.ID(), Version: pulumi.Sprintf("%d", template.LatestVersion),
				},
				Overrides: overrides,
			},
		},
		InitialLifecycleHooks: autoscaling.GroupInitialLifecycleHookArray{&autoscaling.GroupInitialLifecycleHookArgs{
			Name: pulumi.String("launch"), LifecycleTransition: pulumi.String("autoscaling:EC2_INSTANCE_LAUNCHING"),
			HeartbeatTimeout: pulumi.Int(900), DefaultResult: pulumi.String("ABANDON"),
		}},
		InstanceRefresh: &autoscaling.GroupInstanceRefreshArgs{
			Strategy: pulumi.String("Rolling"),
			Preferences: &autoscaling.GroupInstanceRefreshPreferencesArgs{
				MinHealthyPercentage: pulumi.Int(90), MaxHealthyPercentage: pulumi.Int(110), SkipMatching: pulumi.Bool(true),
			},
		},
		Tags: autoscaling.GroupTagArray{&autoscaling.GroupTagArgs{Key: pulumi.String("Name"), Value: pulumi.String("srv-agents"), PropagateAtLaunch: pulumi.Bool(true)}},
	})
	return err
}

func bucket(ctx *pulumi.Context, key *kms.Key) error {
	made, err := s3.NewBucketV2(ctx, "srv-artifacts", &s3.BucketV2Args{ForceDestroy: pulumi.Bool(true), Tags: tags("srv-artifacts")})
	if err != nil {
		return err
	}
	if _, err := s3.NewBucketVersioningV2(ctx, "srv-artifacts", &s3.BucketVersioningV2Args{
		Bucket: made.ID(), VersioningConfiguration: &s3.BucketVersioningV2VersioningConfigurationArgs{Status: pulumi.String("Enabled")},
	}); err != nil {
		return err
	}
	if _, err := s3.NewBucketPublicAccessBlock(ctx, "srv-artifacts", &s3.BucketPublicAccessBlockArgs{
		Bucket: made.ID(), BlockPublicAcls: pulumi.Bool(true), BlockPublicPolicy: pulumi.Bool(true), IgnorePublicAcls: pulumi.Bool(true), RestrictPublicBuckets: pulumi.Bool(true),
	}); err != nil {
		return err
	}
	if _, err := s3.NewBucketServerSideEncryptionConfigurationV2(ctx, "srv-artifacts", &s3.BucketServerSideEncryptionConfigurationV2Args{
		Bucket: made.ID(),
		Rules: s3.BucketServerSideEncryptionConfigurationV2RuleArray{&s3.BucketServerSideEncryptionConfigurationV2RuleArgs{
			BucketKeyEnabled: pulumi.Bool(true),
			ApplyServerSideEncryptionByDefault: &s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs{
				SseAlgorithm: pulumi.String("aws:kms"), KmsMasterKeyId: key.Arn,
			},
		}},
	}); err != nil {
		return err
	}
	_, err = s3.NewBucketLifecycleConfigurationV2(ctx, "srv-artifacts", &s3.BucketLifecycleConfigurationV2Args{
		Bucket: made.ID(),
		Rules: s3.BucketLifecycleConfigurationV2RuleArray{&s3.BucketLifecycleConfigurationV2RuleArgs{
			Id: pulumi.String("old-versions"), Status: pulumi.String("Enabled"),
			Filter:                      &s3.BucketLifecycleConfigurationV2RuleFilterArgs{Prefix: pulumi.String("")},
			NoncurrentVersionExpiration: &s3.BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs{NoncurrentDays: pulumi.Int(30)},
		}},
	})
	return err
}

func secretAndDocument(ctx *pulumi.Context, key *kms.Key) error {
	secret, err := secretsmanager.NewSecret(ctx, "srv-token", &secretsmanager.SecretArgs{
		Name: pulumi.String("srv/token"), KmsKeyId: key.Arn, RecoveryWindowInDays: pulumi.Int(0), Tags: tags("srv-token"),
	})
	if err != nil {
		return err
	}
	if _, err := secretsmanager.NewSecretVersion(ctx, "srv-token", &secretsmanager.SecretVersionArgs{
		SecretId: secret.ID(), SecretString: pulumi.ToSecret(pulumi.String("not-a-token")).(pulumi.StringOutput),
	}); err != nil {
		return err
	}
	_, err = ssm.NewDocument(ctx, "srv-session", &ssm.DocumentArgs{
		Name: pulumi.String("srv-session"), DocumentType: pulumi.String("Session"), DocumentFormat: pulumi.String("JSON"), Tags: tags("srv-session"),
		Content: pulumi.String(`{"schemaVersion":"1.0","description":"Shell","sessionType":"Standard_Stream","inputs":{"runAsEnabled":false}}`),
	})
	return err
}
