package rke2

import (
	"crypto/rand"
	"fmt"
	"time"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/rke2/credentials"
)

// secretSet are the secrets of the cluster, by ARN, and what the kubeconfig needs of the credentials.
type secretSet struct {
	seed, server, agent, authorities pulumi.StringOutput
	// derived are the credentials. Its parts are secrets unless they are taken out as public.
	derived credentialsOutput
}

// credentialsOutput is the output of what a seed gives.
type credentialsOutput struct{ pulumi.AnyOutput }

// secret returns a part of the credentials as a secret.
func (c credentialsOutput) secret(part func(credentials.Cluster) (string, error)) pulumi.StringOutput {
	return c.ApplyT(func(value any) (string, error) { return part(value.(derivedSeed).Cluster) }).(pulumi.StringOutput)
}

// public returns a part of the credentials that everybody may know.
func (c credentialsOutput) public(part func(derivedSeed) (string, error)) pulumi.StringOutput {
	return pulumi.Unsecret(c.ApplyT(func(value any) (string, error) { return part(value.(derivedSeed)) })).(pulumi.StringOutput)
}

type derivedSeed struct {
	credentials.Seed
	credentials.Cluster
}

// buildSecrets makes the secrets. The seed is made once and stays in state; all other secrets are derived from it, so that they
// are the same at each deployment. Each has a secret of its own because servers, agents and nobody may read different ones.
func (b *builder) buildSecrets(keys keyArns) (secretSet, error) {
	var s secretSet
	seed, err := b.buildSeed(keys)
	if err != nil {
		return s, err
	}
	s.seed = seed.Arn
	s.derived = credentialsOutput{seed.SecretString.Elem().ApplyT(func(text string) (any, error) {
		parsed, err := credentials.Parse(text)
		if err != nil {
			return nil, err
		}
		cluster, err := parsed.Derive()
		return derivedSeed{parsed, cluster}, err
	}).(pulumi.AnyOutput)}
	for _, secret := range []struct {
		role, purpose string
		arn           *pulumi.StringOutput
		value         func(credentials.Cluster) (string, error)
	}{
		{"server-token", "Admits servers to ", &s.server, func(c credentials.Cluster) (string, error) { return c.ServerToken, nil }},
		{"agent-token", "Admits agents to ", &s.agent, func(c credentials.Cluster) (string, error) { return c.AgentToken, nil }},
		{"authorities", "The certificate authorities of ", &s.authorities, func(c credentials.Cluster) (string, error) { return c.Authorities, nil }},
	} {
		made, err := b.buildSecret(secret.role, secret.purpose+b.name, keys)
		if err != nil {
			return s, err
		}
		// Nodes get the ARN only once the secret has its value.
		version, err := b.buildSecretValue(secret.role, made, s.derived.secret(secret.value))
		if err != nil {
			return s, err
		}
		*secret.arn = version.Arn
	}
	return s, nil
}

// buildSeed makes the seed, or keeps the one that there is: its value is set when the secret is made and ignored from then on.
// A preview of the first deployment does not know it.
func (b *builder) buildSeed(keys keyArns) (*secretsmanager.SecretVersion, error) {
	secret, err := b.buildSecret("seed", "All other secrets are derived from it: keep a copy outside. Credentials of "+b.name, keys)
	if err != nil {
		return nil, err
	}
	if b.args.Seed != nil {
		return b.buildSecretValue("seed", secret, b.args.Seed)
	}
	fresh := pulumi.UnsafeUnknownOutput(nil).ApplyT(func(any) string { return "" }).(pulumi.StringOutput)
	if !b.ctx.DryRun() {
		seed, err := credentials.New(time.Now(), rand.Reader)
		if err != nil {
			return nil, err
		}
		fresh = pulumi.String(seed.Text()).ToStringOutput()
	}
	return b.buildSecretValue("seed", secret, fresh, pulumi.IgnoreChanges([]string{"secretString"}))
}

func (b *builder) buildSecret(role, description string, keys keyArns) (*secretsmanager.Secret, error) {
	secret, err := secretsmanager.NewSecret(b.ctx, b.child(role), &secretsmanager.SecretArgs{
		Description: pulumi.String(description), KmsKeyId: keys.secrets, Tags: b.childTags(role),
	}, b.lasting()...)
	if err != nil {
		return nil, fmt.Errorf("create secret %q: %w", role, err)
	}
	return secret, nil
}

// buildSecretValue sets the value of a secret. The SDK marks it as a secret of Pulumi's, wherever it comes from.
func (b *builder) buildSecretValue(
	role string, secret *secretsmanager.Secret, value pulumi.StringInput, opts ...pulumi.ResourceOption,
) (*secretsmanager.SecretVersion, error) {
	version, err := secretsmanager.NewSecretVersion(b.ctx, b.child(role), &secretsmanager.SecretVersionArgs{
		SecretId: secret.ID(), SecretString: value.ToStringOutput(),
	}, b.lasting(opts...)...)
	if err != nil {
		return nil, fmt.Errorf("set secret %q: %w", role, err)
	}
	return version, nil
}
