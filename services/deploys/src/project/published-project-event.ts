import { envelope, type PublishedEvent } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ProjectEvent } from './domain/events.js';
import { organizationOf } from './project-stream.js';

const source = '/services/deploys';

/** The published form of a stored fact: the same id, the same time; `sequence` is its place in the organization's stream. */
export function publishedProjectEvent(recorded: RecordedEvent): PublishedEvent {
  const event = recorded as unknown as ProjectEvent;
  const fact = {
    organization: organizationOf(recorded.stream),
    at: event.data.at,
    sequence: recorded.revision,
  };
  const content = { id: recorded.id, source, time: event.data.at };
  switch (event.type) {
    case 'ProjectCreated': {
      const { project, name } = event.data;
      return envelope('sleuth.project-created.v1', { ...content, data: { ...fact, project, name } });
    }
    case 'EnvironmentAdded': {
      const { project, environment, name, isDefault } = event.data;
      const data = { ...fact, project, environment, name, isDefault };
      return envelope('sleuth.environment-added.v1', { ...content, data });
    }
    case 'CodeDeploymentAdded': {
      const { project, codeDeployment, name, repository, branch } = event.data;
      const data = { ...fact, project, codeDeployment, name, repository, branch };
      return envelope('sleuth.code-deployment-added.v1', { ...content, data });
    }
    case 'CodeDeploymentChanged': {
      const { project, codeDeployment, name, repository, branch } = event.data;
      const data = { ...fact, project, codeDeployment, name, repository, branch };
      return envelope('sleuth.code-deployment-changed.v1', { ...content, data });
    }
    case 'CodeDeploymentRemoved': {
      const { project, codeDeployment } = event.data;
      return envelope('sleuth.code-deployment-removed.v1', {
        ...content,
        data: { ...fact, project, codeDeployment },
      });
    }
  }
}
